namespace Farebox.Cli.Terminal;

/// <summary>What the program ends with. Documented in <c>docs/use/command-line.md</c>; scripts rely on it.</summary>
internal static class ExitStatus
{
    public const int Done = 0;

    /// <summary>The server refused or failed for a reason that has no number of its own.</summary>
    public const int Failed = 1;

    /// <summary>The command line, the environment or a file is not right; nothing was changed.</summary>
    public const int Usage = 2;

    /// <summary>The credential is wrong, revoked, expired, or not allowed from here.</summary>
    public const int CredentialNotValid = 3;

    /// <summary>The credential works, and may not do this.</summary>
    public const int PermissionMissing = 4;

    /// <summary>Out of credit, over a budget, or over a rate limit.</summary>
    public const int OverLimit = 5;

    /// <summary>No answer: name, connection, TLS or time.</summary>
    public const int Unreachable = 6;

    /// <summary>The store was read, and its money, or its audit log, is not right.</summary>
    public const int NotSound = 7;

    /// <summary>Ctrl-C: 128 plus the signal's number, as shells count.</summary>
    public const int Interrupted = 130;
}
