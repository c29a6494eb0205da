using System.CommandLine;
using Farebox.Cli.Serving;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Client.Audit;

namespace Farebox.Cli.Nouns;

internal static class AuditCommand
{
    private static readonly Option<bool> All = new("--all") { Description = "Of the whole installation, as an operator." };
    private static readonly Option<string[]> Types = Input.ListOption("--type", "types", "Only these, such as api_key.created.");
    private static readonly Option<string[]> Projects = Input.ListOption("--project", "ids", "Only what was about these projects.");
    private static readonly Option<string[]> Actors = Input.ListOption("--by", "ids", "Only what these keys or access tokens did.");
    private static readonly Option<string[]> Objects = Input.ListOption("--on", "ids", "Only what was done to these objects.");

    private static readonly Option<string?> Start = new("--start")
    {
        Description = "From then on: a date, a time, or 24h for 24 hours ago.",
        HelpName = "time",
    };

    private static readonly Option<string?> End = new("--end") { Description = "Before then.", HelpName = "time" };

    public static Command Create(Surroundings around) =>
        new Verb("audit", "Who changed what, when, and from where.", "farebox audit list", "farebox audit verify")
        {
            new AdminVerb(
                around, "list", "List who changed what, newest first.",
                [
                    "farebox audit list", "farebox audit list --type api_key.created,api_key.deleted --start 7d",
                    "farebox audit list --on key_0abc --json", "farebox audit list --all",
                ],
                ListAsync) { Types, Projects, Actors, Objects, Start, End, All }.Paged(),
            AuditVerifyVerb.Create(around),
        };

    private static async Task<int> ListAsync(VerbRun run)
    {
        var filter = new AuditFilter
        {
            Limit = run.Get(GlobalOptions.Limit),
            After = run.Get(GlobalOptions.After),
            EventTypes = Input.List(run.Get(Types)),
            ProjectIds = Input.List(run.Get(Projects)),
            ActorIds = Input.List(run.Get(Actors)),
            ResourceIds = Input.List(run.Get(Objects)),
            StartTime = run.Get(Start) is { } start ? Input.Moment(start, "--start", run.Around.Clock) : null,
            EndTime = run.Get(End) is { } end ? Input.Moment(end, "--end", run.Around.Clock) : null,
        };
        var page = run.Get(All) ? await run.Admin.Audit.ListAllAsync(filter, run.Cancel) : await run.Admin.Audit.ListAsync(filter, run.Cancel);
        run.Print.List(page, "events", run.Get(All) ? [.. AuditView.Columns, AuditView.Organization] : AuditView.Columns);
        return ExitStatus.Done;
    }
}
