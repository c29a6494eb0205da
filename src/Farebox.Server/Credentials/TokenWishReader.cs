using Farebox.Contracts;
using Farebox.Contracts.Tokens;
using Farebox.Kernel.Credentials;
using Farebox.Kernel.Ledger;
using Farebox.Kernel.Limits;
using Farebox.Kernel.Money;
using Farebox.Server.Limits;
using Farebox.Server.Platform;

namespace Farebox.Server.Credentials;

/// <summary>Reads what is asked of a new access token. Each error names the member at fault.</summary>
internal static class TokenWishReader
{
    /// <summary>The wish, or the error.</summary>
    public static (TokenWish? Wish, ApiError? Error) Read(TokenRequest request)
    {
        if ((Text("label", request.Label) ?? Text("user", request.User)) is { } early) return (null, early);
        if (request.ExpiresIn is { } seconds and (< TokenRules.MinLifeSeconds or > TokenRules.MaxLifeSeconds))
        {
            return (null, ApiErrors.Invalid(
                "expires_in",
                $"'expires_in' must be from {TokenRules.MinLifeSeconds} to {TokenRules.MaxLifeSeconds} seconds, not {seconds}."));
        }

        Scopes? scopes = null;
        if (request.Scope is not null)
        {
            var (chosen, unknown) = ScopeText.Parse(request.Scope);
            if (unknown is not null) return (null, ApiErrors.Invalid("scope", $"'{unknown}' is not a scope."));
            scopes = chosen;
        }

        ModelSet? models = null;
        if (request.Models is not null && (models = ModelSet.TryCreate(request.Models)) is null)
            return (null, ApiErrors.Invalid("models", KeyWish.ModelsMessage));
        AddressSet? addresses = null;
        if (request.AllowedIps is not null && (addresses = AddressSet.TryCreate(request.AllowedIps)) is null)
        {
            return (null, ApiErrors.Invalid(
                "allowed_ips",
                $"'allowed_ips' must be up to {AddressSet.MaxEntries} IPv4 or IPv6 addresses or CIDR ranges, such as 192.0.2.7 or "
                + "2001:db8::/32."));
        }

        var (spend, spendError) = AmountField.Usd("max_spend_usd", request.MaxSpendUsd);
        var (requests, requestsError) = AmountField.Requests("max_requests", request.MaxRequests);
        var limits = new LimitNumbers
        {
            RequestsPerMinute = request.Rpm, RequestsPerDay = request.Rpd, TokensPerMinute = request.Tpm, TokensPerDay = request.Tpd,
            ImagesPerMinute = request.Ipm, Concurrency = request.Concurrency,
        };
        if ((spendError ?? requestsError ?? LimitWish.CheckShort(limits)) is { } amountError) return (null, amountError);
        return (new TokenWish(request.ExpiresIn, scopes, models, addresses, spend, requests) { Limits = limits }, null);
    }

    /// <summary>What is answered when the parent cannot give what is asked for.</summary>
    public static ApiError Explain(TokenRefusal refusal, Grant parent, TokenWish wish) => refusal switch
    {
        TokenRefusal.TooDeep => new ApiError(
            400, "invalid_request_error", ErrorCodes.InvalidValue,
            $"This access token is the last of {TokenRules.MaxDepth} in a row: no further one can be derived from it. "
            + "Derive from an earlier one."),
        TokenRefusal.ScopeEmpty => ApiErrors.Invalid(
            "scope", "'scope' must name at least one scope; leave it out for all of the parent's."),
        TokenRefusal.ScopeWider => ApiErrors.Invalid(
            "scope", $"'scope' is wider than the credential it is derived from, which has: {ScopeText.Join(parent.Scopes)}."),
        TokenRefusal.ModelsEmpty => ApiErrors.Invalid(
            "models", "'models' must name at least one model; leave it out for all of the parent's."),
        TokenRefusal.ModelsWider => ApiErrors.Invalid(
            "models", $"'models' is wider than the credential it is derived from, which has: {string.Join(", ", parent.Models.Entries)}."),
        TokenRefusal.AddressesWider => ApiErrors.Invalid(
            "allowed_ips",
            $"'allowed_ips' is wider than the credential it is derived from, which has: {string.Join(", ", parent.Addresses.Entries)}."),
        TokenRefusal.OutlivesParent => ApiErrors.Invalid(
            "expires_in", $"'expires_in' reaches beyond the credential it is derived from, which expires at {parent.ExpiresAt}."),
        TokenRefusal.SpendWider => ApiErrors.Invalid(
            "max_spend_usd",
            "'max_spend_usd' is more than the access token it is derived from may spend: "
            + $"{new NanoUsd(TokenRules.TightestCap(parent, LedgerUnit.NanoUsd)!.Value)} USD."),
        TokenRefusal.RequestsWider => ApiErrors.Invalid(
            "max_requests",
            "'max_requests' is more than the access token it is derived from may make: "
            + $"{TokenRules.TightestCap(parent, LedgerUnit.Requests)}."),
        TokenRefusal.LimitWider => Wider(parent, TokenRules.WiderLimit(parent, wish.Limits)!.Value),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "There is nothing to explain."),
    };

    private static ApiError Wider(Grant parent, LimitKind kind) => ApiErrors.Invalid(
        LimitWords.Of(kind),
        $"'{LimitWords.Of(kind)}' is more than the credential it is derived from may have: {TokenRules.TightestLimit(parent, kind)}.");

    private static ApiError? Text(string param, string? text) =>
        text is null || (text.Length <= TokenRules.MaxTextLength && !KeyRules.HasControl(text)) ? null
        : ApiErrors.Invalid(param, $"'{param}' must have at most {TokenRules.MaxTextLength} characters, none of them a control character.");
}
