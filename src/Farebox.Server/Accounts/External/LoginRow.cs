namespace Farebox.Server.Accounts.External;

/// <summary>One row of <c>logins</c>: somebody at a provider who may sign in as a user.</summary>
internal sealed record LoginRow
{
    public required string Issuer { get; init; }
    public required string Subject { get; init; }
    public required string UserId { get; init; }

    /// <summary>As the provider called them when they were linked; only to be shown.</summary>
    public string? Email { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public required long AddedAt { get; init; }
}
