using System.CommandLine;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Client.Usage;
using Farebox.Contracts.Usage;

namespace Farebox.Cli.Nouns;

internal static class LogsVerb
{
    private static readonly Option<bool> Follow = new("--follow", "-f") { Description = "Go on with new records as they are written." };
    private static readonly Option<string?> Key = Filter("--key", "id", "Only calls with this key.");
    private static readonly Option<string?> Token = Filter("--token-id", "id", "Only calls with this access token.");
    private static readonly Option<string?> Model = Filter("--model", "name", "Only calls of this model.");
    private static readonly Option<string?> Outcome = Filter(
        "--outcome", "outcome", "Only calls that ended so: completed, refused, client_closed, …");
    private static readonly Option<string?> Endpoint = Filter(
        "--endpoint", "path", "Only calls of this path, such as /v1/chat/completions.");
    private static readonly Option<int?> Status = new("--status")
    {
        Description = "Only answers with this HTTP status.",
        HelpName = "status",
    };

    private static readonly Option<string?> Start = Filter("--start", "time", "From then on: a date, a time, or 24h for 24 hours ago.");
    private static readonly Option<string?> End = Filter("--end", "time", "Before then.");
    private static readonly Option<string?> Project = Filter("--project", "id", "Only calls of this project.");

    public static readonly Column<RequestLog>[] Columns =
    [
        new("time", log => Words.Time(log.CreatedAt)), new("request", log => log.Id), new("model", log => log.Model ?? log.RequestedModel),
        new("status", log => Words.Count(log.Status), Right: true), new("outcome", log => log.Outcome),
        new("in", log => Words.Count(log.InputTokens), Right: true), new("out", log => Words.Count(log.OutputTokens), Right: true),
        new("took", log => Words.Duration(log.DurationUs), Right: true), new("error", log => log.ErrorCode),
    ];

    public static Command Create(Surroundings around) =>
        new AdminVerb(
            around, "logs", "Show usage records, newest last: one per model call.",
            ["farebox logs", "farebox logs -f --model gpt-5-mini", "farebox logs --outcome upstream_failed --start 24h --json"], RunAsync)
        {
            Follow, Project, Key, Token, Model, Outcome, Endpoint, Status, Start, End,
        }.Paged();

    private static async Task<int> RunAsync(VerbRun run)
    {
        var filter = ReadFilter(run);
        if (run.Get(Follow))
            return await new LogFollower(run, filter).RunAsync();
        var page = await run.Reader.Logs.ListAsync(filter, run.Cancel);
        if (run.Print.Json)
            run.Print.Line(page.Json);
        else
            run.Print.Rows([.. page.Value.Data.Reverse()], Columns);
        if (!run.Print.Json && page.Value.HasMore)
            run.Print.Note($"Older records: --after {page.Value.LastId}");
        return ExitStatus.Done;
    }

    private static LogFilter ReadFilter(VerbRun run) => new()
    {
        Limit = run.Get(GlobalOptions.Limit),
        After = run.Get(GlobalOptions.After),
        ProjectId = run.Get(Project),
        KeyId = run.Get(Key),
        TokenId = run.Get(Token),
        Model = run.Get(Model),
        Outcome = run.Get(Outcome),
        Endpoint = run.Get(Endpoint),
        Status = run.Get(Status),
        StartTime = run.Get(Start) is { } start ? Input.Moment(start, "--start", run.Around.Clock) : null,
        EndTime = run.Get(End) is { } end ? Input.Moment(end, "--end", run.Around.Clock) : null,
    };

    private static Option<string?> Filter(string name, string helpName, string description) =>
        new(name) { Description = description, HelpName = helpName };
}
