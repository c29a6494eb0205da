using Farebox.Cli.Terminal;

namespace Farebox.Cli.Verbs;

/// <summary>A secret from standard input: the first line that holds anything.</summary>
internal static class SecretInput
{
    public static async Task<string> ReadAsync(VerbRun run, string what = "key")
    {
        while (await run.Around.In.ReadLineAsync(run.Cancel) is { } line)
        {
            if (line.Trim() is { Length: > 0 } secret)
                return secret;
        }
        throw new UsageException($"Standard input holds no {what}.");
    }
}
