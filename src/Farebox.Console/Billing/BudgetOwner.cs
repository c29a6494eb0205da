using Farebox.Client.Budgets;

namespace Farebox.ConsolePages.Billing;

/// <summary>Whose budgets: the organization's, or those of the project or key that the address names.</summary>
/// <param name="Query">What goes behind addresses about it; empty for the organization.</param>
public sealed record BudgetOwner(string? ProjectId, string? KeyId, string Name, BudgetsClient Budgets, string Query)
{
    /// <summary>The one that is named in the address or the form.</summary>
    /// <exception cref="Client.FareboxApiException">404: there is none.</exception>
    public static async Task<BudgetOwner> OfAsync(PageContext page, IFormCollection? form = null)
    {
        var client = page.Client!;
        var project = Word("project");
        var key = project is null ? null : Word("key");
        if (project is null) return new(null, null, page.Organization!.Name, client.OrganizationBudgets, "");
        if (key is null)
        {
            var named = (await client.Projects.GetAsync(project)).Value;
            return new(project, null, named.Name, client.ProjectBudgets(project), $"?project={Uri.EscapeDataString(project)}");
        }

        // Who may not look at keys still knows this one's id.
        var name = page.May(Contracts.ScopeNames.KeysRead) ? (await client.ProjectKeys(project).GetAsync(key)).Value.Name : key;
        return new(project, key, name, client.KeyBudgets(project, key), $"?project={Uri.EscapeDataString(project)}&key={Uri.EscapeDataString(key)}");

        string? Word(string field) => (form is null ? page.Request.Query[field] : form[field]).ToString() is { Length: > 0 } word ? word : null;
    }
}
