using System.CommandLine;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Client.Usage;
using Farebox.Contracts.Usage;

namespace Farebox.Cli.Nouns;

internal static class UsageVerb
{
    internal static readonly Option<string> Start = new("--start")
    {
        Description = "From then on: a date, a time, or 7d for seven days ago.",
        HelpName = "time",
        DefaultValueFactory = _ => "7d",
    };

    internal static readonly Option<string?> End = new("--end") { Description = "Before then; now when absent.", HelpName = "time" };

    private static readonly Option<string> Width = new Option<string>("--width")
    {
        Description = "How wide a bucket of time is.",
        HelpName = "1m|1h|1d",
        DefaultValueFactory = _ => "1d",
    }.AcceptOnlyFromAmong("1m", "1h", "1d");

    internal static readonly Option<string[]> GroupBy = Input.ListOption("--group-by", "fields", "Of model, project_id, api_key_id.");
    internal static readonly Option<string[]> Projects = Input.ListOption("--project", "ids", "Only these projects.");
    internal static readonly Option<string[]> Keys = Input.ListOption("--key", "ids", "Only these keys.");
    internal static readonly Option<string[]> Models = Input.ListOption("--model", "names", "Only these models.");
    internal static readonly Option<string?> Page = new("--page") { Description = "The next_page of the page before.", HelpName = "page" };

    private static readonly Column<Row>[] Columns =
    [
        new("from", row => Words.Time(row.StartTime)), new("model", row => row.Result.Model),
        new("project", row => row.Result.ProjectId), new("key", row => row.Result.ApiKeyId),
        new("calls", row => Words.Count(row.Result.NumModelRequests), Right: true),
        new("in", row => Words.Count(row.Result.InputTokens), Right: true),
        new("cached", row => Words.Count(row.Result.InputCachedTokens), Right: true),
        new("out", row => Words.Count(row.Result.OutputTokens), Right: true),
    ];

    public static Command Create(Surroundings around)
    {
        var verb = new AdminVerb(
            around, "usage", "Sum usage up by time, model, project or key.",
            ["farebox usage", "farebox usage --start 2026-01-01 --group-by model", "farebox usage --start 24h --width 1h --json"], RunAsync)
        {
            Start, End, Width, GroupBy, Projects, Keys, Models, Page,
        };
        verb.Subcommands.Add(UsageCallsVerb.Create(around));
        return verb;
    }

    private static async Task<int> RunAsync(VerbRun run)
    {
        var width = run.Get(Width)!;
        var answer = await run.Reader.Usage.CompletionsAsync(QueryOf(run, width, MostBuckets(width)), run.Cancel);
        if (run.Print.Json)
            run.Print.Line(answer.Json);
        else
            Show(run, answer.Value);
        return ExitStatus.Done;
    }

    /// <summary>What the options ask for.</summary>
    internal static UsageQuery QueryOf(VerbRun run, string width, int limit) => new()
    {
        StartTime = Input.Moment(run.Get(Start)!, "--start", run.Around.Clock),
        EndTime = run.Get(End) is { } end ? Input.Moment(end, "--end", run.Around.Clock) : null,
        BucketWidth = width,
        GroupBy = Input.List(run.Get(GroupBy)),
        ProjectIds = Input.List(run.Get(Projects)),
        ApiKeyIds = Input.List(run.Get(Keys)),
        Models = Input.List(run.Get(Models)),
        Page = run.Get(Page),
        Limit = limit,
    };

    /// <summary>OpenAI's limits on a page.</summary>
    private static int MostBuckets(string width) => width switch { "1m" => 1_440, "1h" => 168, _ => 31 };

    private static void Show(VerbRun run, UsagePage page)
    {
        Row[] rows = [.. page.Data.SelectMany(bucket => bucket.Results.Select(result => new Row(bucket.StartTime, result)))];
        // A grouping that was not asked for is an empty column: leave it out.
        run.Print.Rows(rows, [.. Columns.Where(column => rows.Any(row => column.Value(row) is { Length: > 0 }))]);
        if (rows.Length == 0)
            run.Print.Note("No usage in that time.");
        if (page.HasMore)
            run.Print.Note($"Later buckets: --page {page.NextPage}");
    }

    private sealed record Row(long StartTime, UsageResult Result);
}
