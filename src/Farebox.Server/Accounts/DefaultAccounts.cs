using Farebox.Server.Platform;

namespace Farebox.Server.Accounts;

/// <summary>Makes organization and project <c>default</c> in a store that has no organization yet.</summary>
internal sealed class DefaultAccounts(OrganizationStore store, IdSource ids, TimeProvider clock, ILogger<DefaultAccounts> logger)
{
    /// <summary>Safe to call at each start.</summary>
    public async Task EnsureAsync()
    {
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var organization = new OrganizationRow { Id = ids.Next("org_"), Name = OrganizationStore.DefaultName, CreatedAt = nowMs };
        var project = new ProjectRow { OrganizationId = organization.Id, Id = ids.Next("proj_"), Name = "default", CreatedAt = nowMs };
        if (await store.AddFirstAsync(organization, project)) AccountsLog.FirstMade(logger, organization.Id, project.Id);
    }
}
