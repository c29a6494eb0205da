using System.CommandLine;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Contracts.Upstreams;

namespace Farebox.Cli.Nouns;

/// <summary>
/// The upstream's credential comes from a variable or from standard input, never from an option: other users of the
/// machine can read the process list.
/// </summary>
internal static class UpstreamsAddVerb
{
    private static readonly Argument<string> Name = new("name") { Description = "Its name here: letters, digits, -, _ and ." };

    private static readonly Option<string> Url = new("--url")
    {
        Description = "Its base URL with the version in it, such as https://api.openai.com/v1.",
        HelpName = "url",
        Required = true,
    };

    private static readonly Option<string> Kind = new("--kind")
    {
        Description = "Its kind: openai is anything OpenAI-shaped.",
        HelpName = "openai",
        DefaultValueFactory = _ => "openai",
    };

    private static readonly Option<string?> KeyVariable = new("--key-env")
    {
        Description = "Name of the environment variable that holds its API key.",
        HelpName = "variable",
    };

    private static readonly Option<bool> KeyFromInput = new("--key-stdin") { Description = "Read its API key from standard input." };

    private static readonly Option<string[]> Models = Input.ListOption(
        "--models", "models", "The models to serve, by its own names; discovered when absent.");

    private static readonly Option<bool> NoUsage = new("--no-usage-request")
    {
        Description = "Do not ask it for usage on streams; for upstreams that refuse stream_options.",
    };

    private static readonly Option<bool> Free = new("--free")
    {
        Description = "Its models cost nothing, unless they have a price of their own: for servers that you run yourself.",
    };

    private static readonly Option<int?> Position = new("--position")
    {
        Description = "Lower comes first where several offer the same model.",
        HelpName = "number",
    };

    public static Verb Create(Surroundings around) =>
        new AdminVerb(
            around, "add", "Connect a provider.",
            [
                "farebox upstreams add openai --url https://api.openai.com/v1 --key-env OPENAI_API_KEY",
                "farebox upstreams add ollama --url http://127.0.0.1:11434/v1 --free",
            ],
            AddAsync)
        {
            Name, Url, Kind, KeyVariable, KeyFromInput, Models, NoUsage, Free, Position,
        };

    private static async Task<int> AddAsync(VerbRun run)
    {
        var settings = new UpstreamSettings
        {
            Name = run.Get(Name),
            Kind = run.Get(Kind),
            BaseUrl = run.Get(Url),
            ApiKey = await KeyAsync(run),
            Models = Input.List(run.Get(Models)),
            AsksUsage = run.Get(NoUsage) ? false : null,
            Free = run.Get(Free) ? true : null,
            Position = run.Get(Position),
        };
        run.Print.One(await run.Admin.Upstreams.AddAsync(settings, run.Cancel), UpstreamView.Columns);
        return ExitStatus.Done;
    }

    private static async Task<string?> KeyAsync(VerbRun run)
    {
        if (run.Get(KeyVariable) is { } name)
            return run.Around.Variable(name) ?? throw new UsageException($"The variable {name} of --key-env is not set.");
        return run.Get(KeyFromInput) ? await SecretInput.ReadAsync(run) : null;
    }
}
