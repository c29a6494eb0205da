namespace Farebox.Cli.Terminal;

/// <summary>The command line, the environment or a file is not right; the message says what to do.</summary>
internal sealed class UsageException(string message) : Exception(message);
