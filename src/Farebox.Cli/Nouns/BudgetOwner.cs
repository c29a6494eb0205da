using System.CommandLine;
using Farebox.Cli.Verbs;
using Farebox.Client.Budgets;

namespace Farebox.Cli.Nouns;

/// <summary>Whose budgets a verb acts on: the organization's, a project's or a key's.</summary>
internal static class BudgetOwner
{
    private static readonly Option<string?> Project = new("--project")
    {
        Description = "Id or name of a project: its budgets instead of the organization's.",
        HelpName = "project",
    };

    private static readonly Option<string?> Key = new("--key")
    {
        Description = "Id of an API key of --project, else of the profile's project, else of the default one: its budgets.",
        HelpName = "id",
    };

    public static AdminVerb OfBudgetOwner(this AdminVerb verb)
    {
        verb.Options.Add(Project);
        verb.Options.Add(Key);
        return verb;
    }

    public static async Task<BudgetsClient> OfAsync(VerbRun run)
    {
        var client = run.Admin;
        var named = run.Get(Project) is { } project ? await ProjectChoice.ByNameOrIdAsync(client, project, run.Cancel) : null;
        if (run.Get(Key) is { } key) return client.KeyBudgets(named ?? await ProjectChoice.OfAsync(run, client), key);
        return named is null ? client.OrganizationBudgets : client.ProjectBudgets(named);
    }
}
