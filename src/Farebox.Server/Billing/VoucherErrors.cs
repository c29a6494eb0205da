using Farebox.Contracts;
using Farebox.Kernel.Billing;
using Farebox.Server.Platform;

namespace Farebox.Server.Billing;

/// <summary>Why a voucher gives nothing.</summary>
internal static class VoucherErrors
{
    private const string InvalidRequest = "invalid_request_error";
    private const string Param = "code";

    /// <summary>400: cannot be a code, so nothing was looked up.</summary>
    public static readonly ApiError Malformed = ApiErrors.Invalid(
        Param,
        $"This is not a voucher's code. One is {VoucherCode.Prefix}- and five groups of five characters, and its checksum must be right: "
        + "look for a mistyped or missing character.");

    /// <summary>404.</summary>
    public static readonly ApiError Unknown = new(
        404, InvalidRequest, ErrorCodes.VoucherNotFound, "There is no voucher with this code. Ask whoever gave it to you.", Param);

    /// <summary>429: whoever tries codes has to wait.</summary>
    public static ApiError TooMany(long waitMs) => new(
        429, "requests", ErrorCodes.RateLimitExceeded,
        $"Too many unknown voucher codes: up to {WrongCodes.Most} in {WrongCodes.WindowMinutes} minutes are allowed. Try again later.")
    {
        RetryAfterMs = waitMs,
    };

    /// <summary>Why a voucher cannot be redeemed now; null when it can. Who else redeemed it is not told.</summary>
    public static ApiError? Of(VoucherRow row, string organizationId, long nowMs) => row.StateAt(nowMs) switch
    {
        VoucherState.Redeemed => Gone(
            ErrorCodes.VoucherRedeemed,
            row.RedeemedBy == organizationId
                ? $"Your organization has redeemed this voucher already, on {Time(row.RedeemedAt)}. Its amount is in the credit balance."
                : "This voucher has been redeemed already."),
        VoucherState.Revoked => Gone(ErrorCodes.VoucherRevoked, "This voucher was revoked. Ask whoever gave it to you."),
        VoucherState.Expired => Gone(ErrorCodes.VoucherExpired, $"This voucher expired on {Time(row.ExpiresAt)}. Ask whoever gave it to you."),
        _ => null,
    };

    private static ApiError Gone(string code, string message) => new(409, InvalidRequest, code, message, Param);

    private static string Time(long? ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms ?? 0)
        .ToString("yyyy-MM-dd HH:mm:ss 'UTC'", System.Globalization.CultureInfo.InvariantCulture);
}
