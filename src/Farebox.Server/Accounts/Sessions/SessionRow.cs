namespace Farebox.Server.Accounts.Sessions;

/// <summary>How far a sign-in has come.</summary>
internal enum SessionStage
{
    /// <summary>The password was right; a code is asked for.</summary>
    NeedsCode = 0,
    SignedIn = 1,
}

/// <summary>One row of <c>sessions</c>. Times are Unix milliseconds.</summary>
internal sealed record SessionRow
{
    /// <summary>HMAC of the secret in the cookie.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>What lists show, which opens nothing.</summary>
    public required string Id { get; init; }
    public required string UserId { get; init; }
    public required long Stage { get; init; }

    /// <summary>The user's when the session began: a change of password ends every other session.</summary>
    public required string SecurityStamp { get; init; }
    public required bool Remember { get; init; }
    public string? Address { get; init; }
    public string? UserAgent { get; init; }
    public required long CreatedAt { get; init; }
    public required long SeenAt { get; init; }
    public required long ExpiresAt { get; init; }
}
