using Farebox.Kernel.Credentials;

namespace Farebox.Server.Credentials;

/// <summary>Whose keys a route is about.</summary>
/// <param name="OrganizationId">Null for operators' keys only.</param>
/// <param name="ProjectId">Null for admin keys only.</param>
internal readonly record struct KeyOwner(KeyKind Kind, string? OrganizationId, string? ProjectId)
{
    /// <summary>As in the store.</summary>
    public string KindText => StoredText.Of(Kind);
}
