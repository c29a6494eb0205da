using System.CommandLine;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Contracts.Usage;

namespace Farebox.Cli.Nouns;

/// <summary><c>farebox usage calls</c>: all calls, how they ended, what they took and how long.</summary>
internal static class UsageCallsVerb
{
    private static readonly Option<string> Width = new Option<string>("--width")
    {
        Description = "How wide a bucket of time is; all for one of the whole time.",
        HelpName = "1m|1h|1d|all",
        DefaultValueFactory = _ => "1d",
    }.AcceptOnlyFromAmong("1m", "1h", "1d", "all");

    private static readonly Column<Row>[] Columns =
    [
        new("from", row => Words.Time(row.StartTime)), new("model", row => row.Result.Model),
        new("project", row => row.Result.ProjectId), new("key", row => row.Result.ApiKeyId),
        new("calls", row => Words.Count(row.Result.NumCalls), Right: true), new("refused", row => Words.Count(row.Result.NumRefused), Right: true),
        new("failed", row => Words.Count(row.Result.NumFailed), Right: true), new("left", row => Words.Count(row.Result.NumClientClosed), Right: true),
        new("in", row => Words.Count(row.Result.InputTokens), Right: true), new("out", row => Words.Count(row.Result.OutputTokens), Right: true),
        new("usd", row => row.Result.ChargeUsd, Right: true), new("mean", row => Time(row.Result.MeanDurationUs), Right: true),
        new("first byte", row => Time(row.Result.MeanFirstByteUs), Right: true),
    ];

    public static AdminVerb Create(Surroundings around) => new(
        around, "calls", "Sum all calls up: how they ended, what they took and cost, and how long.",
        [
            "farebox usage calls", "farebox usage calls --start 24h --width 1h --model gpt-5-mini",
            "farebox usage calls --width all --group-by api_key_id",
        ],
        RunAsync)
    {
        UsageVerb.Start, UsageVerb.End, Width, UsageVerb.GroupBy, UsageVerb.Projects, UsageVerb.Keys, UsageVerb.Models, UsageVerb.Page,
    };

    private static async Task<int> RunAsync(VerbRun run)
    {
        var width = run.Get(Width)!;
        var answer = await run.Reader.Usage.CallsAsync(UsageVerb.QueryOf(run, width, MostBuckets(width)), run.Cancel);
        if (run.Print.Json)
            run.Print.Line(answer.Json);
        else
            Show(run, answer.Value);
        return ExitStatus.Done;
    }

    /// <summary>The server's limits on a page.</summary>
    private static int MostBuckets(string width) => width switch { "1m" => 1_440, "1h" => 744, "1d" => 366, _ => 1 };

    private static void Show(VerbRun run, CallUsagePage page)
    {
        Row[] rows = [.. page.Data.SelectMany(bucket => bucket.Results.Select(result => new Row(bucket.StartTime, result)))];
        // A grouping that was not asked for is an empty column: leave it out.
        run.Print.Rows(rows, [.. Columns.Where(column => rows.Any(row => column.Value(row) is { Length: > 0 }))]);
        if (rows.Length == 0)
            run.Print.Note("No calls in that time.");
        if (page.HasMore)
            run.Print.Note($"Later buckets: --page {page.NextPage}");
    }

    private static string? Time(long? microseconds) => microseconds is { } value ? Words.Duration(value) : null;

    private sealed record Row(long StartTime, CallUsageResult Result);
}
