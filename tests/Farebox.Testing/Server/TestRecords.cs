namespace Farebox.Testing.Server;

/// <summary>
/// What a test run leaves for the check that no secret stands in any log: <c>./test</c> names a file for the secrets and a folder for the logs.
/// Without it nothing is kept.
/// </summary>
public static class TestRecords
{
    private static readonly Lock Sync = new();
    private static readonly string? SecretsPath = Environment.GetEnvironmentVariable("FAREBOX_TEST_SECRETS");
    private static readonly string? LogFolder = Environment.GetEnvironmentVariable("FAREBOX_TEST_LOGS");

    /// <summary>Takes note of a secret, and hands it on.</summary>
    public static string Secret(string secret)
    {
        if (SecretsPath is null) return secret;
        lock (Sync) File.AppendAllText(SecretsPath, secret + "\n");
        return secret;
    }

    /// <summary>Where a server's log goes, or null when none is kept.</summary>
    public static string? NewLogPath(string name) =>
        LogFolder is null ? null : Path.Combine(LogFolder, $"{name}-{Path.GetRandomFileName()}.log");
}
