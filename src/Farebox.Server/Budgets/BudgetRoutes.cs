using Farebox.Kernel.Credentials;
using Farebox.Server.Platform;

namespace Farebox.Server.Budgets;

/// <summary>Whom the routes of this folder are about, and who may ask.</summary>
internal static class BudgetRoutes
{
    /// <summary>
    /// The owner that a route names. Null when the caller is an API key or an access token of another project, or asks about another key:
    /// to them it does not exist.
    /// </summary>
    public static BudgetOwner? Owner(Caller caller, string? projectId, string? keyId)
    {
        if (caller.ProjectId is { } own && projectId is not null && projectId != own) return null;
        if (caller.Grant.Kind != CredentialKind.AdminKey && keyId is not null && keyId != caller.Grant.KeyId) return null;
        return new BudgetOwner(caller.OrganizationId, projectId ?? "", keyId ?? "");
    }

    public static ApiError OwnerMissing(string? projectId, string? keyId) =>
        keyId is not null ? ApiErrors.NotFound("key", keyId)
        : projectId is not null ? ApiErrors.NotFound("project", projectId)
        : throw new InvalidOperationException("The caller acts on an organization that is not there.");

    /// <summary>Before the answer: when it arrives, the change is in force for every credential below it.</summary>
    public static void Announce(ChangeFeed changes, BudgetChange change)
    {
        if (change.KeyIds is null) changes.AnnounceCredential(null);
        else foreach (var keyId in change.KeyIds) changes.AnnounceCredential(keyId);
    }
}
