using System.CommandLine;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Contracts.CallLog;

namespace Farebox.Cli.Nouns;

internal static class LogsPolicyVerb
{
    private static readonly Option<string?> Project = new("--project")
    {
        Description = "Id or name of a project: its settings instead of the organization's.",
        HelpName = "project",
    };

    private static readonly Option<string?> Set = new Option<string?>("--set")
    {
        Description = "Keep nothing, parameters and results without secrets and personal data, or all of them; inherit: as the organization.",
        HelpName = "off|redacted|full|inherit",
    }.AcceptOnlyFromAmong("off", "redacted", "full", "inherit");

    private static readonly Option<int?> Retention = new("--retention")
    {
        Description = "Days that parameters and results are kept, 1 to 3650 (30); 0: as the level above.",
        HelpName = "days",
    };

    private static readonly Option<int?> UsageRetention = new("--usage-retention")
    {
        Description = "Days that the organization's usage records are kept, 1 to 3650; 0: for ever, which is the default. "
            + "What is deleted is gone from usage, costs and logs.",
        HelpName = "days",
    };

    private static readonly Option<string[]> Patterns = new("--pattern")
    {
        Description = "A regular expression that is redacted too. Repeat it for several: together they replace those that are set.",
        HelpName = "regex",
    };

    private static readonly Option<bool> NoPatterns = new("--no-patterns") { Description = "Take the patterns that are set away." };

    private static readonly Column<CallLogSettings>[] Lines =
    [
        new("project", settings => settings.ProjectId), new("policy", settings => settings.EffectivePolicy),
        new("set here", settings => settings.Policy ?? "no: inherited"),
        new("payloads kept", settings => Words.Count(settings.EffectiveRetentionDays) + " days"),
        new("usage records kept", settings => settings.Object == "organization.call_log"
            ? settings.UsageRetentionDays is { } days ? Words.Count(days) + " days" : "for ever"
            : "as the organization says"),
        new("patterns", settings => Words.List(settings.EffectivePatterns)),
    ];

    public static Command Create(Surroundings around)
    {
        var verb = new AdminVerb(
            around, "policy", "Show or set what is kept of calls besides their usage records.",
            [
                "farebox logs policy", "farebox logs policy --set redacted --retention 14", "farebox logs policy --usage-retention 400",
                "farebox logs policy --project website --set full --pattern 'EMP-[0-9]{6}'",
            ],
            RunAsync) { Project, Set, Retention, UsageRetention, Patterns, NoPatterns };
        verb.Validators.Add(result =>
        {
            if (result.GetValue(NoPatterns) && result.GetValue(Patterns) is { Length: > 0 })
                result.AddError("Give --pattern or --no-patterns.");
            if (result.GetValue(UsageRetention) is not null && result.GetValue(Project) is not null)
                result.AddError("--usage-retention is the organization's: leave --project away.");
        });
        return verb;
    }

    private static async Task<int> RunAsync(VerbRun run)
    {
        var changes = run.Get(Set) is not null || run.Get(Retention) is not null || run.Get(UsageRetention) is not null
            || run.Get(NoPatterns) || run.Get(Patterns) is { Length: > 0 };
        var client = changes ? run.Admin : run.Reader;
        var settings = run.Get(Project) is { } named
            ? client.ProjectCallLog(await ProjectChoice.ByNameOrIdAsync(client, named, run.Cancel))
            : client.OrganizationCallLog;
        var request = new CallLogRequest
        {
            Policy = run.Get(Set), RetentionDays = run.Get(Retention), UsageRetentionDays = run.Get(UsageRetention),
            Patterns = run.Get(NoPatterns) ? [] : run.Get(Patterns) is { Length: > 0 } patterns ? patterns : null,
        };
        run.Print.One(changes ? await settings.ChangeAsync(request, run.Cancel) : await settings.GetAsync(run.Cancel), Lines);
        return ExitStatus.Done;
    }
}
