namespace Farebox.Contracts.Keys;

/// <summary>Body of creating a key. Only <c>name</c> is required.</summary>
public sealed record CreateKeyRequest
{
    public string? Name { get; init; }

    /// <summary>all (the default), restricted or read_only.</summary>
    public string? Permissions { get; init; }

    /// <summary>With <c>restricted</c>: the scopes by name.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>Allowed models; all when absent.</summary>
    public IReadOnlyList<string>? Models { get; init; }

    /// <summary>Unix seconds in the future; never when absent.</summary>
    public long? ExpiresAt { get; init; }

    /// <summary>Seconds from now, instead of <see cref="ExpiresAt"/>.</summary>
    public long? ExpiresIn { get; init; }

    /// <summary>
    /// Limits of a project's key on all models, each at least 1, none when absent: calls a minute and a day, LLM tokens a minute and a day, images a
    /// minute, calls at once.
    /// </summary>
    public long? Rpm { get; init; }
    public long? Rpd { get; init; }
    public long? Tpm { get; init; }
    public long? Tpd { get; init; }
    public long? Ipm { get; init; }
    public long? Concurrency { get; init; }
}

/// <summary>Body of changing a key: what is absent stays as it is.</summary>
public sealed record UpdateKeyRequest
{
    public string? Name { get; init; }
    public string? Permissions { get; init; }
    public IReadOnlyList<string>? Scopes { get; init; }
    public IReadOnlyList<string>? Models { get; init; }

    /// <summary>Unix seconds in the future; 0 takes the expiry away.</summary>
    public long? ExpiresAt { get; init; }
}

/// <summary>Body of a rotation.</summary>
public sealed record RotateKeyRequest
{
    /// <summary>How long the older secret goes on working: 0 to 2 592 000 (30 days), 86 400 when absent.</summary>
    public long? OverlapSeconds { get; init; }
}
