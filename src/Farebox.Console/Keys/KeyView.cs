using Farebox.Contracts;
using Farebox.Contracts.Budgets;
using Farebox.Contracts.Keys;
using Farebox.Contracts.Limits;
using Farebox.Contracts.Organizations;
using Farebox.Contracts.Tokens;

namespace Farebox.ConsolePages.Keys;

/// <summary>What a key's page shows.</summary>
/// <param name="Budgets">Null for a visitor who may not see them.</param>
/// <param name="MayMint">Whether the visitor may derive an access token from it, as far as is known beforehand.</param>
public sealed record KeyView(
    Project Project, ApiKey Key, IReadOnlyList<BudgetStatus>? Budgets, RateLimit Limits, ListPage<AccessToken> Tokens, bool MayMint)
{
    private const int PageRows = 20;

    /// <summary>Reads it. Throws what says 404 when there is none.</summary>
    public static async Task<KeyView> ReadAsync(PageContext page)
    {
        var (client, projectId, id) = (page.Client!, page.Named("project"), page.Named("key"));
        var keys = client.ProjectKeys(projectId);
        var key = (await keys.GetAsync(id)).Value;
        var project = (await client.Projects.GetAsync(projectId)).Value;
        return new KeyView(
            project,
            key,
            page.May(ScopeNames.BillingRead) ? (await client.KeyBudgets(projectId, id).ListAsync()).Value.Data : null,
            (await client.KeyLimits(projectId, id).GetAsync("*")).Value,
            (await keys.TokensAsync(id, page.PageOf(PageRows))).Value,
            project.ArchivedAt is null && key.Status == "active" && page.May(ScopeNames.KeysWrite) && key.Scopes.Contains(ScopeNames.TokensCreate));
    }
}
