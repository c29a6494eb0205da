using System.CommandLine;
using Farebox.Cli.Verbs;
using Farebox.Client.Keys;

namespace Farebox.Cli.Nouns;

/// <summary>Whose keys a verb acts on: a project's, the organization's or the operators'.</summary>
internal static class KeyOwner
{
    private static readonly Option<bool> Admin = new("--admin")
    {
        Description = "The organization's admin keys instead of a project's API keys.",
    };

    private static readonly Option<bool> Operator = new("--operator")
    {
        Description = "The operators' admin keys instead of a project's API keys.",
    };

    public static T OfChosenOwner<T>(this T verb)
        where T : Command
    {
        verb.Options.Add(GlobalOptions.Project);
        verb.Options.Add(Admin);
        verb.Options.Add(Operator);
        verb.Validators.Add(result =>
        {
            Option[] owners = [GlobalOptions.Project, Admin, Operator];
            if (owners.Count(owner => result.GetResult(owner) is not null) > 1)
                result.AddError("Of --project, --admin and --operator only one can be given.");
        });
        return verb;
    }

    public static async Task<KeysClient> OfAsync(VerbRun run)
    {
        var client = run.Admin;
        return run.Get(Operator) ? client.OperatorKeys
            : run.Get(Admin) ? client.AdminKeys
            : client.ProjectKeys(await ProjectChoice.OfAsync(run, client));
    }
}
