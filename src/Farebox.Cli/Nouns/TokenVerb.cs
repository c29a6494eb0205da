using System.CommandLine;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Contracts.Tokens;

namespace Farebox.Cli.Nouns;

/// <summary><c>farebox token</c>: just an access token, for scripts.</summary>
internal static class TokenVerb
{
    private static readonly Option<string?> Key = new("--key")
    {
        Description = "Id of the API key that it is derived from, with an admin key. Else the API key in use.",
        HelpName = "id",
    };

    private static readonly Option<long?> ExpiresIn = Input.SecondsOption("--expires-in", "How long it works: 60s to 1d (1h).");

    private static readonly Option<string[]> Scope = Input.ListOption(
        "--scope", "scopes", "What it may do, such as model.request:chat; what the key may when absent.");

    private static readonly Option<string[]> Models = Input.ListOption("--models", "models", "Models it may use; the key's when absent.");

    private static readonly Option<string[]> AllowedIps = Input.ListOption(
        "--allowed-ips", "addresses", "Addresses or CIDR ranges from which it works; everywhere when absent.");

    private static readonly Option<string?> MaxSpend = new("--max-spend-usd")
    {
        Description = "USD that it and all tokens from it may spend, such as 0.50.",
        HelpName = "amount",
    };

    private static readonly Option<long?> MaxRequests = new("--max-requests")
    {
        Description = "Calls that it and all tokens from it may make.",
        HelpName = "number",
    };

    private static readonly Option<string?> Label = new("--label") { Description = "Free text kept with it.", HelpName = "text" };

    private static readonly Option<string?> User = new("--user")
    {
        Description = "Your own name for the person or job behind it; usage records keep it.",
        HelpName = "name",
    };

    public static Command Create(Surroundings around) =>
        new AdminVerb(
            around, "token", "Mint a short-lived access token from the API key and print it, nothing else.",
            [
                "TOKEN=$(farebox token --expires-in 15m --scope model.request:chat --label nightly-job)",
                "farebox token --max-spend-usd 0.50 --max-requests 100",
                "farebox token --rpm 10 --concurrency 2",
                "farebox token --key key_0abc --project website --expires-in 5m",
            ],
            MintAsync)
        {
            ExpiresIn, Scope, Models, AllowedIps, MaxSpend, MaxRequests, Label, User, Key, GlobalOptions.Project,
        }.WithLimits();

    private static async Task<int> MintAsync(VerbRun run)
    {
        var minted = run.Get(Key) is { } key
            ? await run.Admin.ProjectKeys(await ProjectChoice.OfAsync(run, run.Admin)).MintTokenAsync(key, RequestOf(run), run.Cancel)
            : await run.Farebox.Tokens.CreateAsync(RequestOf(run), run.Cancel);
        run.Print.Line(run.Print.Json ? minted.Json : minted.Value.AccessToken);
        return ExitStatus.Done;
    }

    private static TokenRequest RequestOf(VerbRun run)
    {
        var scope = Input.List(run.Get(Scope));
        return new TokenRequest
        {
            ExpiresIn = run.Get(ExpiresIn),
            Scope = scope is null ? null : string.Join(' ', scope),
            Models = Input.List(run.Get(Models)),
            AllowedIps = Input.List(run.Get(AllowedIps)),
            MaxSpendUsd = run.Get(MaxSpend),
            MaxRequests = run.Get(MaxRequests),
            Rpm = run.Get(LimitOptions.Rpm),
            Rpd = run.Get(LimitOptions.Rpd),
            Tpm = run.Get(LimitOptions.Tpm),
            Tpd = run.Get(LimitOptions.Tpd),
            Ipm = run.Get(LimitOptions.Ipm),
            Concurrency = run.Get(LimitOptions.Concurrency),
            Label = run.Get(Label),
            User = run.Get(User),
        };
    }
}
