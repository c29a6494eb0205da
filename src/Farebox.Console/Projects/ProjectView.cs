using Farebox.Contracts;
using Farebox.Contracts.Budgets;
using Farebox.Contracts.CallLog;
using Farebox.Contracts.Keys;
using Farebox.Contracts.Limits;
using Farebox.Contracts.Organizations;

namespace Farebox.ConsolePages.Projects;

/// <summary>What a project's page shows; null is what the visitor may not see.</summary>
internal sealed record ProjectView(
    Project Project, ListPage<ApiKey>? Keys, IReadOnlyList<BudgetStatus>? Budgets, RateLimit Limits, CallLogSettings? CallLog)
{
    private const int PageRows = 20;

    public bool IsArchived => Project.ArchivedAt is not null;

    /// <summary>Reads it. Throws what says 404 when there is none.</summary>
    public static async Task<ProjectView> ReadAsync(PageContext page)
    {
        var (client, id) = (page.Client!, page.Named("project"));
        var project = (await client.Projects.GetAsync(id)).Value;
        return new ProjectView(
            project,
            page.May(ScopeNames.KeysRead) ? (await client.ProjectKeys(id).ListAsync(page.PageOf(PageRows))).Value : null,
            page.May(ScopeNames.BillingRead) ? (await client.ProjectBudgets(id).ListAsync()).Value.Data : null,
            (await client.ProjectLimits(id).GetAsync("*")).Value,
            page.May(ScopeNames.LogsRead) ? (await client.ProjectCallLog(id).GetAsync()).Value : null);
    }
}
