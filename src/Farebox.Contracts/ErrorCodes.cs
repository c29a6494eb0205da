namespace Farebox.Contracts;

/// <summary>Values of an error's <c>code</c>. Clients may match on these; they never change their meaning.</summary>
public static class ErrorCodes
{
    public const string InvalidApiKey = "invalid_api_key";
    public const string TokenExpired = "token_expired";
    public const string TokenRevoked = "token_revoked";
    public const string AddressNotAuthorized = "ip_not_authorized";
    public const string ModelNotFound = "model_not_found";
    public const string MissingParameter = "missing_required_parameter";
    public const string InvalidType = "invalid_type";
    public const string InvalidValue = "invalid_value";
    public const string InvalidJson = "invalid_json";
    public const string UnknownParameter = "unknown_parameter";
    public const string UnsupportedParameter = "unsupported_parameter";
    public const string RequestTooLarge = "request_too_large";
    public const string RequestTimeout = "request_timeout";
    public const string UnsupportedContentEncoding = "unsupported_content_encoding";
    public const string NotFound = "not_found";
    public const string UnknownUrl = "unknown_url";
    public const string Conflict = "conflict";
    public const string MismatchedOrganization = "mismatched_organization";
    public const string MismatchedProject = "mismatched_project";
    public const string CreditBalanceExhausted = "credit_balance_exhausted";
    public const string OrganizationSpendLimitExceeded = "organization_spend_limit_exceeded";
    public const string ProjectSpendLimitExceeded = "project_spend_limit_exceeded";
    public const string KeySpendLimitExceeded = "key_spend_limit_exceeded";
    public const string TokenSpendLimitExceeded = "token_spend_limit_exceeded";
    public const string UpstreamError = "upstream_error";
    public const string UpstreamTimeout = "upstream_timeout";
    public const string UpstreamRateLimited = "upstream_rate_limited";
    public const string Overloaded = "server_is_overloaded";
    public const string ServerError = "server_error";

    /// <summary>404: no voucher has this code.</summary>
    public const string VoucherNotFound = "voucher_not_found";

    /// <summary>409: the voucher was redeemed before, by whomever.</summary>
    public const string VoucherRedeemed = "voucher_redeemed";

    /// <summary>409: the operator took the voucher back.</summary>
    public const string VoucherRevoked = "voucher_revoked";

    /// <summary>409: the voucher was not redeemed in time.</summary>
    public const string VoucherExpired = "voucher_expired";

    /// <summary>429: too many calls of one kind; <c>Retry-After</c> says when to come back.</summary>
    public const string RateLimitExceeded = "rate_limit_exceeded";
}
