using System.CommandLine;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Contracts;
using Farebox.Contracts.Keys;

namespace Farebox.Cli.Nouns;

internal static class KeysCreateVerb
{
    private static readonly Argument<string> Name = new("name") { Description = "The new key's name." };

    private static readonly Option<string?> Permission = new Option<string?>("--permissions")
    {
        Description = "What it may do (all, or restricted when --scopes is given).",
        HelpName = "all|restricted|read_only",
    }.AcceptOnlyFromAmong(Permissions.All, Permissions.Restricted, Permissions.ReadOnly);

    private static readonly Option<string[]> Scopes = Input.ListOption(
        "--scopes", "scopes", "Scopes of a restricted key, such as model.request:chat.");

    private static readonly Option<string[]> Models = Input.ListOption(
        "--models", "models", "Models it may use, by name or by prefix with * behind it; all when absent.");

    private static readonly Option<long?> ExpiresIn = Input.SecondsOption(
        "--expires-in", "How long it works, such as 30d; without end when absent.");

    public static Verb Create(Surroundings around) =>
        new AdminVerb(
            around, "create", "Create a key and show its secret, this once.",
            [
                "farebox keys create laptop",
                "farebox keys create trial --rpm 10 --tpd 200000",
                "farebox keys create bot --project website --scopes model.request:chat --models gpt-5-mini --expires-in 30d",
                "farebox keys create deploy --admin --permissions read_only",
            ],
            CreateAsync)
        {
            Name, Permission, Scopes, Models, ExpiresIn,
        }.WithLimits().OfChosenOwner();

    private static async Task<int> CreateAsync(VerbRun run)
    {
        var scopes = Input.List(run.Get(Scopes));
        var request = new CreateKeyRequest
        {
            Name = run.Get(Name),
            Permissions = run.Get(Permission) ?? (scopes is null ? null : Permissions.Restricted),
            Scopes = scopes,
            Models = Input.List(run.Get(Models)),
            ExpiresIn = run.Get(ExpiresIn),
            Rpm = run.Get(LimitOptions.Rpm),
            Rpd = run.Get(LimitOptions.Rpd),
            Tpm = run.Get(LimitOptions.Tpm),
            Tpd = run.Get(LimitOptions.Tpd),
            Ipm = run.Get(LimitOptions.Ipm),
            Concurrency = run.Get(LimitOptions.Concurrency),
        };
        var keys = await KeyOwner.OfAsync(run);
        KeyView.ShowWithSecret(run, await keys.CreateAsync(request, run.Cancel));
        return ExitStatus.Done;
    }
}
