namespace Farebox.Contracts.Organizations;

/// <summary>An organization: owns projects, keys and money.</summary>
/// <param name="Object">Always <c>organization</c>.</param>
/// <param name="Status"><c>active</c> or <c>archived</c>.</param>
/// <param name="CreatedAt">Unix seconds.</param>
public sealed record Organization(string Object, string Id, string Name, string Status, long CreatedAt, long? ArchivedAt);

/// <summary>Body of creating or renaming an organization.</summary>
public sealed record OrganizationRequest(string? Name);
