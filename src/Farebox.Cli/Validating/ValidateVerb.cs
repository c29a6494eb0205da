using System.CommandLine;
using System.Text.Json;
using Farebox.Cli.Connecting;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Client;
using Farebox.Contracts;

namespace Farebox.Cli.Validating;

internal static class ValidateVerb
{
    /// <summary>Shaped like no provider's key.</summary>
    private const string NobodysKey = "nobody";

    private const int MaxTimeoutSeconds = 300;

    private static readonly Argument<string?> Key = new("key")
    {
        Description = "The key or access token; - reads it from standard input. Without it, the credential in use. "
            + "Other users of the machine can see an argument: prefer - or the environment.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<int> Timeout = Timed();

    public static Command Create(Surroundings around) =>
        new ApiVerb(
            around, "validate", "Say in one line whether a key works, and why not; for Farebox and any OpenAI-shaped address.",
            [
                "farebox validate",
                "farebox validate - < key.txt",
                "OPENAI_API_KEY=… farebox validate --base-url https://api.openai.com/v1",
            ],
            RunAsync)
        {
            Key, Timeout,
        };

    private static async Task<int> RunAsync(VerbRun run)
    {
        var connection = await ChooseAsync(run);
        var timeout = TimeSpan.FromSeconds(run.Get(Timeout));
        using var client = FareboxClient.Connect(connection.BaseUrl, connection.Credential, timeout);
        var check = new KeyCheck(client, () => FareboxClient.Connect(connection.BaseUrl, NobodysKey, timeout));
        var verdict = await check.RunAsync(run.Cancel);
        run.Print.Line(run.Print.Json ? JsonSerializer.Serialize(verdict, FareboxJson.Options) : verdict.Message);
        return StatusOf(verdict);
    }

    private static async Task<Connection> ChooseAsync(VerbRun run) => run.Get(Key) switch
    {
        null => run.Asker().ForCaller(),
        "-" => run.Asker().ForTyped(await SecretInput.ReadAsync(run), "standard input"),
        var typed => run.Asker().ForTyped(typed, "the argument"),
    };

    private static int StatusOf(Verdict verdict) => verdict.Status switch
    {
        Verdict.IsValid => ExitStatus.Done,
        Verdict.WrongKey => ExitStatus.CredentialNotValid,
        Verdict.MissingPermission => ExitStatus.PermissionMissing,
        Verdict.OutOfCredit or Verdict.RateLimited => ExitStatus.OverLimit,
        Verdict.Unreachable => ExitStatus.Unreachable,
        _ => ExitStatus.Failed,
    };

    private static Option<int> Timed()
    {
        var option = new Option<int>("--timeout")
        {
            Description = $"Seconds to wait for an answer, 1 to {MaxTimeoutSeconds}.",
            HelpName = "seconds",
            DefaultValueFactory = _ => 15,
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > MaxTimeoutSeconds)
                result.AddError($"--timeout is 1 to {MaxTimeoutSeconds} seconds.");
        });
        return option;
    }
}
