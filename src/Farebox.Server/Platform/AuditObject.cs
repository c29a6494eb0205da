namespace Farebox.Server.Platform;

/// <summary>To what something was done.</summary>
/// <param name="OrganizationId">Null for what belongs to the installation.</param>
/// <param name="ProjectId">Null for what belongs to no project.</param>
public readonly record struct AuditObject(string Id, string? OrganizationId = null, string? ProjectId = null);
