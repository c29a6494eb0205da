namespace Farebox.Kernel.Billing;

/// <summary>When a voucher is worth something.</summary>
public static class VoucherRules
{
    /// <summary>The state at a moment. Redeemed is redeemed, whatever came later; a voucher ends at its expiry, not behind it.</summary>
    /// <param name="redeemedAtMs">Unix milliseconds, as the others; null when it was not.</param>
    /// <param name="revokedAtMs">Null when it was not.</param>
    /// <param name="expiresAtMs">Null for never.</param>
    public static VoucherState StateOf(long? redeemedAtMs, long? revokedAtMs, long? expiresAtMs, long nowMs) =>
        redeemedAtMs is not null ? VoucherState.Redeemed
        : revokedAtMs is not null ? VoucherState.Revoked
        : expiresAtMs <= nowMs ? VoucherState.Expired
        : VoucherState.Active;
}
