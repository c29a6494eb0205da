using Farebox.Client;
using Farebox.Contracts;
using Farebox.Contracts.Budgets;
using Farebox.Contracts.Organizations;

namespace Farebox.ConsolePages.Projects;

/// <summary>A project as the table shows it.</summary>
/// <param name="Keys">How many keys it has, revoked ones left out; null for a visitor who may not see them.</param>
/// <param name="HasMoreKeys">Whether there are more than were counted.</param>
/// <param name="Budgets">Null for a visitor who may not see them.</param>
internal sealed record ListedProject(Project Project, int? Keys, bool HasMoreKeys, IReadOnlyList<BudgetStatus>? Budgets);

/// <summary>Reads a page of an organization's projects, with what the table tells of each.</summary>
internal static class ProjectList
{
    private const int PageRows = 20;
    private const int MostKeys = 100;

    /// <summary>Oldest first, archived ones among them when the address says so.</summary>
    public static async Task<(IReadOnlyList<ListedProject> Rows, bool HasMore, string? LastId)> ReadAsync(PageContext page)
    {
        var client = page.Client!;
        var projects = (await client.Projects.ListAsync(page.PageOf(PageRows), includeArchived: page.Named("archived") == "1")).Value;
        var rows = await Task.WhenAll(projects.Data.Select(async project =>
        {
            var keys = page.May(ScopeNames.KeysRead) ? (await client.ProjectKeys(project.Id).ListAsync(new PageRequest(MostKeys))).Value : null;
            var budgets = page.May(ScopeNames.BillingRead) ? (await client.ProjectBudgets(project.Id).ListAsync()).Value.Data : null;
            return new ListedProject(project, keys?.Data.Count(key => key.RevokedAt is null), keys?.HasMore == true, budgets);
        }));
        return (rows, projects.HasMore, projects.LastId);
    }
}
