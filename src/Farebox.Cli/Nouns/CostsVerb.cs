using System.CommandLine;
using System.Globalization;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Client.Usage;
using Farebox.Contracts.Usage;

namespace Farebox.Cli.Nouns;

internal static class CostsVerb
{
    private const string Model = "model";
    private const string LineItem = "line_item";
    private const int MostDays = 180;

    private static readonly Option<string> Start = new("--start")
    {
        Description = "From then on: a date, a time, or 7d for seven days ago.",
        HelpName = "time",
        DefaultValueFactory = _ => "7d",
    };

    private static readonly Option<string?> End = new("--end") { Description = "Before then; now when absent.", HelpName = "time" };
    private static readonly Option<string[]> GroupBy = Input.ListOption("--group-by", "fields", "Of model, project_id, api_key_id.");
    private static readonly Option<string[]> Projects = Input.ListOption("--project", "ids", "Only these projects.");
    private static readonly Option<string[]> Keys = Input.ListOption("--key", "ids", "Only these keys.");
    private static readonly Option<string?> Page = new("--page") { Description = "The next_page of the page before.", HelpName = "page" };

    private static readonly Column<Row>[] Columns =
    [
        new("from", row => Words.Time(row.StartTime)), new("model", row => row.Result.LineItem), new("project", row => row.Result.ProjectId),
        new("key", row => row.Result.ApiKeyId), new("usd", row => row.Result.Amount.Value, Right: true),
    ];

    public static Command Create(Surroundings around) =>
        new AdminVerb(
            around, "costs", "Sum up what calls cost, by the day (UTC), model, project or key.",
            ["farebox costs", "farebox costs --start 2026-01-01 --group-by model", "farebox costs --start 30d --group-by api_key_id --json"],
            RunAsync)
        {
            Start, End, GroupBy, Projects, Keys, Page,
        };

    private static async Task<int> RunAsync(VerbRun run)
    {
        var answer = await run.Reader.Usage.CostsAsync(
            new CostsQuery
            {
                StartTime = Input.Moment(run.Get(Start)!, "--start", run.Around.Clock),
                EndTime = run.Get(End) is { } end ? Input.Moment(end, "--end", run.Around.Clock) : null,

                // Usage says model, and so may whoever asks; OpenAI's costs say line_item.
                GroupBy = Input.List(run.Get(GroupBy))?.Select(field => field == Model ? LineItem : field).ToArray(),
                ProjectIds = Input.List(run.Get(Projects)),
                ApiKeyIds = Input.List(run.Get(Keys)),
                Page = run.Get(Page),
                Limit = MostDays,
            },
            run.Cancel);
        if (run.Print.Json)
            run.Print.Line(answer.Json);
        else
            Show(run, answer.Value);
        return ExitStatus.Done;
    }

    private static void Show(VerbRun run, CostsPage page)
    {
        Row[] rows = [.. page.Data.SelectMany(bucket => bucket.Results.Select(result => new Row(bucket.StartTime, result)))];
        run.Print.Rows(rows, [.. Columns.Where(column => rows.Any(row => column.Value(row) is { Length: > 0 }))]);
        if (rows.Length == 0)
            run.Print.Note("No calls in that time.");
        else
            run.Print.Note($"Together {Total(rows)} USD.");
        if (page.HasMore)
            run.Print.Note($"Later days: --page {page.NextPage}");
    }

    /// <summary>Exact: decimals of 9 places, far from the 28 digits that this type has.</summary>
    private static string Total(IEnumerable<Row> rows) =>
        rows.Sum(row => decimal.Parse(row.Result.Amount.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture))
            .ToString("0.#########", CultureInfo.InvariantCulture);

    private sealed record Row(long StartTime, CostsResult Result);
}
