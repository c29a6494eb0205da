using System.CommandLine;
using Farebox.Cli.Verbs;
using Farebox.Client.Usage;

namespace Farebox.Cli.Nouns;

/// <summary>Which usage records a verb is about.</summary>
internal static class LogFilters
{
    public static readonly Option<string?> Project = Filter("--project", "id", "Only calls of this project.");
    public static readonly Option<string?> Start = Filter("--start", "time", "From then on: a date, a time, or 24h for 24 hours ago.");
    public static readonly Option<string?> End = Filter("--end", "time", "Before then.");
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

    public static T Filtered<T>(this T verb)
        where T : Command
    {
        foreach (var option in new Option[] { Project, Key, Token, Model, Outcome, Endpoint, Status, Start, End })
            verb.Options.Add(option);
        return verb;
    }

    public static LogFilter Read(VerbRun run) => new()
    {
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
