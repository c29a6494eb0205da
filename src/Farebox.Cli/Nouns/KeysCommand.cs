using System.CommandLine;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Client;
using Farebox.Client.Keys;
using Farebox.Contracts.Keys;

namespace Farebox.Cli.Nouns;

internal static class KeysCommand
{
    private static readonly Argument<string> Id = new("id") { Description = "Id of the key, key_…" };

    private static readonly Option<long?> Overlap = Input.SecondsOption(
        "--overlap", "How long the old secret works on: 0 to 30d (1d). With 0 it stops at once.");

    public static Command Create(Surroundings around) =>
        new Verb("keys", "API keys of a project, and admin keys.", "farebox keys list", "farebox keys list --admin")
        {
            KeysCreateVerb.Create(around),
            new AdminVerb(around, "list", "List keys, masked.", ["farebox keys list --project website"], ListAsync)
                .OfChosenOwner().Paged(),
            new AdminVerb(around, "show", "Show one key, masked.", ["farebox keys show key_0abc"],
                run => Act(run, (keys, id) => keys.GetAsync(id, run.Cancel))) { Id }.OfChosenOwner(),
            new AdminVerb(around, "rotate", "Give a key a new secret; both work for the overlap.",
                ["farebox keys rotate key_0abc --overlap 12h"], RotateAsync) { Id, Overlap }.OfChosenOwner(),
            new AdminVerb(around, "disable", "Stop a key and its access tokens until it is enabled again.",
                ["farebox keys disable key_0abc"],
                run => Act(run, (keys, id) => keys.DisableAsync(id, run.Cancel))) { Id }.OfChosenOwner(),
            new AdminVerb(around, "enable", "Let a disabled key work again.", ["farebox keys enable key_0abc"],
                run => Act(run, (keys, id) => keys.EnableAsync(id, run.Cancel))) { Id }.OfChosenOwner(),
            new AdminVerb(around, "revoke", "Stop a key for good, and every access token derived from it.",
                ["farebox keys revoke key_0abc"],
                run => Act(run, (keys, id) => keys.RevokeAsync(id, run.Cancel))) { Id }.OfChosenOwner(),
        };

    private static async Task<int> ListAsync(VerbRun run)
    {
        var keys = await KeyOwner.OfAsync(run);
        run.Print.List(await keys.ListAsync(run.Page(), run.Cancel), "keys", KeyView.Columns);
        return ExitStatus.Done;
    }

    private static async Task<int> Act(VerbRun run, Func<KeysClient, string, Task<ApiResult<ApiKey>>> call)
    {
        run.Print.One(await call(await KeyOwner.OfAsync(run), run.Get(Id)), KeyView.Lines);
        return ExitStatus.Done;
    }

    private static async Task<int> RotateAsync(VerbRun run)
    {
        var keys = await KeyOwner.OfAsync(run);
        var request = new RotateKeyRequest { OverlapSeconds = run.Get(Overlap) };
        KeyView.ShowWithSecret(run, await keys.RotateAsync(run.Get(Id), request, run.Cancel));
        return ExitStatus.Done;
    }
}
