using Farebox.Contracts.Billing;
using Farebox.Server.Platform;

namespace Farebox.Server.Billing;

/// <summary>Reads what an operator wishes of new vouchers.</summary>
internal static class VoucherWish
{
    private const int MaxCount = 1000;

    // The year 10000: no date has a name from there on.
    private const long FurthestSeconds = 253_402_300_800;

    /// <summary>How many.</summary>
    public static (int Count, ApiError? Error) ReadCount(VouchersRequest request) => request.Count switch
    {
        null => (1, null),
        >= 1 and <= MaxCount => (request.Count.Value, null),
        _ => (0, ApiErrors.Invalid("count", $"'count' must be from 1 to {MaxCount}.")),
    };

    /// <summary>When they end, Unix milliseconds; null for never.</summary>
    public static (long? ExpiresAtMs, ApiError? Error) ReadExpiry(VouchersRequest request, long nowMs)
    {
        var nowSeconds = nowMs / 1000;
        if (request is { ExpiresAt: not null, ExpiresIn: not null })
            return (null, ApiErrors.Invalid("expires_in", "Give 'expires_at' or 'expires_in', not both."));
        if (request.ExpiresIn is { } span)
        {
            return span is >= 1 && span < FurthestSeconds - nowSeconds
                ? (nowMs + (span * 1000), null)
                : (null, ApiErrors.Invalid("expires_in", "'expires_in' must be a number of seconds from now, 1 at least."));
        }

        if (request.ExpiresAt is not { } moment) return (null, null);
        return moment > nowSeconds && moment < FurthestSeconds
            ? (moment * 1000, null)
            : (null, ApiErrors.Invalid("expires_at", "'expires_at' must be a time to come, in Unix seconds."));
    }
}
