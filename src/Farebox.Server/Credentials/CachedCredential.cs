using Farebox.Kernel.Credentials;

namespace Farebox.Server.Credentials;

/// <summary>What was found out about a credential once, together with when that stops being true. Immutable but for two hints.</summary>
internal sealed class CachedCredential
{
    // Hints, written without a lock: a lost write costs one eviction too early, or one note of use too many.
    private bool _recent;
    private long _notedAtMs;

    public required CredentialHash Hash { get; init; }

    /// <summary>The state of the store that this speaks of.</summary>
    public required CacheStamp Stamp { get; init; }

    /// <summary>Null exactly when it does not work until something changes.</summary>
    public Grant? Grant { get; init; }

    /// <summary>Why there is no grant.</summary>
    public CredentialRefusal Refusal { get; init; }

    /// <summary>The key behind it; null when unknown.</summary>
    public string? KeyId { get; init; }

    /// <summary>Unix milliseconds at which the key, or the secret of it that counts here, stops working.</summary>
    public long KeyEndsMs { get; init; } = long.MaxValue;

    /// <summary>Unix milliseconds at which the access token stops working.</summary>
    public long TokenEndsMs { get; init; } = long.MaxValue;

    /// <summary>Unix milliseconds until which an unknown credential is remembered as unknown.</summary>
    public long UnknownUntilMs { get; init; } = long.MaxValue;

    /// <summary>Used since the cache last looked for something to evict.</summary>
    public bool Recent
    {
        get => _recent;
        set
        {
            // Most hits find it set: reading keeps the cache line shared between cores.
            if (_recent != value) _recent = value;
        }
    }

    /// <summary>Why it does not work at this moment, if so.</summary>
    public CredentialRefusal RefusalAt(long nowMs)
    {
        if (Refusal != CredentialRefusal.None) return Refusal;
        if (nowMs >= TokenEndsMs) return CredentialRefusal.TokenExpired;
        if (nowMs < KeyEndsMs) return CredentialRefusal.None;
        return Grant!.Kind == CredentialKind.AccessToken ? CredentialRefusal.TokenRevoked : CredentialRefusal.KeyExpired;
    }

    /// <summary>True about once in the given time: then the use is worth a note.</summary>
    public bool IsUseNews(long nowMs, long everyMs)
    {
        if (nowMs - Volatile.Read(ref _notedAtMs) < everyMs) return false;
        Volatile.Write(ref _notedAtMs, nowMs);
        return true;
    }
}
