using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Client;

namespace Farebox.Cli.Nouns;

/// <summary>Finds the project that a verb acts on.</summary>
internal static class ProjectChoice
{
    private const string DefaultName = "default";
    private const int PageRows = 100;

    /// <summary>The one of <c>--project</c>, else the profile's, else the one named default.</summary>
    public static async Task<string> OfAsync(VerbRun run, FareboxClient client) =>
        run.Get(GlobalOptions.Project) is { } named ? await ByNameOrIdAsync(client, named, run.Cancel)
        : run.KeptProjectId ?? await ByNameOrIdAsync(client, DefaultName, run.Cancel);

    public static async Task<string> ByNameOrIdAsync(FareboxClient client, string nameOrId, CancellationToken cancel)
    {
        if (nameOrId.StartsWith("proj_", StringComparison.Ordinal))
            return nameOrId;
        string? after = null;
        do
        {
            var page = (await client.Projects.ListAsync(new PageRequest(PageRows, after), includeArchived: true, cancel)).Value;
            if (page.Data.FirstOrDefault(project => project.Name == nameOrId) is { } found)
                return found.Id;
            after = page.HasMore ? page.LastId : null;
        }
        while (after is not null);
        throw new UsageException($"There is no project named \"{nameOrId}\". `farebox projects list` shows them; --project names one.");
    }
}
