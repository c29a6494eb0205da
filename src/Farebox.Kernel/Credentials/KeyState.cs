namespace Farebox.Kernel.Credentials;

/// <summary>Whether a key works, and if not, why.</summary>
public enum KeyStatus
{
    Active,
    Disabled,
    Expired,
    Revoked,

    /// <summary>Its project or organization is archived.</summary>
    OwnerArchived,
}

/// <summary>What decides whether a key works. Times are Unix milliseconds; null means never.</summary>
public readonly record struct KeyState(long? ExpiresAtMs, long? DisabledAtMs, long? RevokedAtMs, long? OwnerArchivedAtMs)
{
    /// <summary>Its status at a moment. The reason that lasts longest comes first.</summary>
    public KeyStatus At(long nowMs) =>
        RevokedAtMs is not null ? KeyStatus.Revoked
        : OwnerArchivedAtMs is not null ? KeyStatus.OwnerArchived
        : DisabledAtMs is not null ? KeyStatus.Disabled
        : ExpiresAtMs <= nowMs ? KeyStatus.Expired
        : KeyStatus.Active;
}
