using Farebox.Kernel.Limits;

namespace Farebox.Server.Limits;

/// <summary>Whose limits a route is about.</summary>
/// <param name="ProjectId">Empty for the organization's, as in the store.</param>
/// <param name="KeyId">Empty for the organization's and a project's, as in the store.</param>
internal readonly record struct LimitOwner(string OrganizationId, string ProjectId = "", string KeyId = "")
{
    public LimitLevel Level => KeyId.Length > 0 ? LimitLevel.Key : ProjectId.Length > 0 ? LimitLevel.Project : LimitLevel.Organization;
}
