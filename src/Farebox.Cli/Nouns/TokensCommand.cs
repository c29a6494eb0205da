using System.CommandLine;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Contracts.Tokens;

namespace Farebox.Cli.Nouns;

internal static class TokensCommand
{
    private static readonly Argument<string> Id = new("id") { Description = "Id of the access token, tok_…" };

    private static readonly Option<string?> Key = new("--key")
    {
        Description = "Id of an API key whose tokens are meant, with an admin key. Else those of the API key in use.",
        HelpName = "id",
    };

    private static readonly Column<AccessToken>[] Columns =
    [
        new("id", token => token.Id), new("status", token => token.Status), new("label", token => token.Label),
        new("user", token => token.User), new("scope", token => token.Scope),
        new("models", token => Words.Models(token.Models)), new("addresses", token => Words.List(token.AllowedIps, "all")),
        new("may spend", Caps),
        new("depth", token => Words.Count(token.Depth), Right: true), new("expires", token => Words.Time(token.ExpiresAt)),
    ];

    public static Command Create(Surroundings around) =>
        new Verb("tokens", "Access tokens that were minted. `farebox token` mints one.", "farebox tokens list")
        {
            new AdminVerb(around, "list", "List access tokens.",
                ["farebox tokens list", "farebox tokens list --key key_0abc --project website"], ListAsync)
                { Key, GlobalOptions.Project }.Paged(),
            new AdminVerb(around, "revoke", "Stop an access token for good, and those minted from it.",
                ["farebox tokens revoke tok_0abc"], RevokeAsync) { Id, Key, GlobalOptions.Project },
        };

    private static string Caps(AccessToken token) => string.Join(", ", new[]
    {
        token.MaxSpendUsd is { } usd ? BudgetView.Amount(usd, "usd") : null,
        token.MaxRequests is { } requests ? BudgetView.Amount(Words.Count(requests), "requests") : null,
    }.OfType<string>());

    private static async Task<int> ListAsync(VerbRun run)
    {
        var page = run.Get(Key) is { } key
            ? await run.Admin.ProjectKeys(await ProjectChoice.OfAsync(run, run.Admin)).TokensAsync(key, run.Page(), run.Cancel)
            : await run.Farebox.Tokens.ListAsync(run.Page(), run.Cancel);
        run.Print.List(page, "access tokens", Columns);
        return ExitStatus.Done;
    }

    private static async Task<int> RevokeAsync(VerbRun run)
    {
        var revoked = run.Get(Key) is { } key
            ? await run.Admin.ProjectKeys(await ProjectChoice.OfAsync(run, run.Admin)).RevokeTokenAsync(key, run.Get(Id), run.Cancel)
            : await run.Farebox.Tokens.RevokeAsync(run.Get(Id), run.Cancel);
        run.Print.One(revoked, Columns);
        return ExitStatus.Done;
    }
}
