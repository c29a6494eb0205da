namespace Farebox.Contracts.Tokens;

/// <summary>An access token's row. Never holds the token itself.</summary>
public sealed record AccessToken
{
    /// <summary>Always <c>access_token</c>.</summary>
    public string Object { get; init; } = "access_token";
    public required string Id { get; init; }
    public required string KeyId { get; init; }

    /// <summary>The access token it was minted from, or null when from the key itself.</summary>
    public string? ParentTokenId { get; init; }

    /// <summary>1 when minted from the key, at most 4.</summary>
    public required int Depth { get; init; }

    /// <summary><c>active</c>, <c>expired</c> or <c>revoked</c> (also when its parent or key no longer works).</summary>
    public required string Status { get; init; }
    public required string Scope { get; init; }
    public required IReadOnlyList<string> Models { get; init; }
    public required IReadOnlyList<string> AllowedIps { get; init; }

    /// <summary>What it may spend in its life, as an exact decimal; null for no cap of its own.</summary>
    public string? MaxSpendUsd { get; init; }

    /// <summary>How many calls it may make in its life; null for no cap of its own.</summary>
    public long? MaxRequests { get; init; }

    /// <summary>Its limits, each null for none of its own: calls a minute and a day, LLM tokens a minute and a day, images a minute, calls at once.</summary>
    public long? Rpm { get; init; }
    public long? Rpd { get; init; }
    public long? Tpm { get; init; }
    public long? Tpd { get; init; }
    public long? Ipm { get; init; }
    public long? Concurrency { get; init; }
    public string? Label { get; init; }
    public string? User { get; init; }

    /// <summary>Unix seconds, as all times here.</summary>
    public required long CreatedAt { get; init; }
    public required long ExpiresAt { get; init; }
    public long? RevokedAt { get; init; }
}
