using System.CommandLine;
using Farebox.Cli.Verbs;
using Farebox.Client.Limits;

namespace Farebox.Cli.Nouns;

/// <summary>Whose limits a verb acts on: the organization's, a project's or a key's; and on which model.</summary>
internal static class LimitOwner
{
    public const string AllModels = "*";

    private static readonly Option<string?> Project = new("--project")
    {
        Description = "Id or name of a project: its limits instead of the organization's.",
        HelpName = "project",
    };

    private static readonly Option<string?> Key = new("--key")
    {
        Description = "Id of an API key of --project, else of the profile's project, else of the default one: its limits.",
        HelpName = "id",
    };

    private static readonly Option<string?> Model = new("--model")
    {
        Description = "Only calls of this model count; all models together when absent.",
        HelpName = "model",
    };

    public static AdminVerb OfLimitOwner(this AdminVerb verb)
    {
        verb.Options.Add(Project);
        verb.Options.Add(Key);
        return verb;
    }

    public static AdminVerb OnModel(this AdminVerb verb)
    {
        verb.Options.Add(Model);
        return verb;
    }

    public static string ModelOf(VerbRun run) => run.Get(Model) ?? AllModels;

    public static async Task<LimitsClient> OfAsync(VerbRun run)
    {
        var client = run.Admin;
        var named = run.Get(Project) is { } project ? await ProjectChoice.ByNameOrIdAsync(client, project, run.Cancel) : null;
        if (run.Get(Key) is { } key) return client.KeyLimits(named ?? await ProjectChoice.OfAsync(run, client), key);
        return named is null ? client.OrganizationLimits : client.ProjectLimits(named);
    }
}
