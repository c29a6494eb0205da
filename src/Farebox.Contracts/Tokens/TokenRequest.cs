using System.Text.Json.Serialization;

namespace Farebox.Contracts.Tokens;

/// <summary>Body of <c>POST /v1/tokens</c>; all of it optional, none of it wider than the parent.</summary>
public sealed record TokenRequest
{
    /// <summary>60 to 86 400 seconds; 3 600 when absent.</summary>
    public long? ExpiresIn { get; init; }

    /// <summary>Scopes separated by spaces; the parent's when absent.</summary>
    public string? Scope { get; init; }
    public IReadOnlyList<string>? Models { get; init; }

    /// <summary>IPv4 and IPv6 addresses or CIDR ranges.</summary>
    public IReadOnlyList<string>? AllowedIps { get; init; }

    /// <summary>Free text of up to 200 characters, kept with the token.</summary>
    public string? Label { get; init; }

    /// <summary>Your own name for the person or job behind it, up to 200 characters.</summary>
    public string? User { get; init; }

    /// <summary>
    /// USD that it and all tokens from it may spend in its life, more than 0 with up to 9 decimals: a string such as <c>"0.50"</c>, or a
    /// number.
    /// </summary>
    [JsonConverter(typeof(AmountTextConverter))]
    public string? MaxSpendUsd { get; init; }

    /// <summary>Calls that it and all tokens from it may make in its life, at least 1.</summary>
    public long? MaxRequests { get; init; }

    /// <summary>Calls in any minute that it and all tokens from it may make, at least 1; as are the others.</summary>
    public long? Rpm { get; init; }

    /// <summary>Calls in any 24 hours.</summary>
    public long? Rpd { get; init; }

    /// <summary>LLM tokens in any minute, input and output.</summary>
    public long? Tpm { get; init; }

    /// <summary>LLM tokens in any 24 hours.</summary>
    public long? Tpd { get; init; }

    /// <summary>Images in any minute.</summary>
    public long? Ipm { get; init; }

    /// <summary>Calls under way at once.</summary>
    public long? Concurrency { get; init; }
}

/// <summary>The minted token, shown once.</summary>
/// <param name="TokenType">Always <c>Bearer</c>.</param>
/// <param name="ExpiresIn">Seconds.</param>
/// <param name="ExpiresAt">Unix seconds.</param>
public sealed record TokenResponse(
    string AccessToken, string TokenType, long ExpiresIn, long ExpiresAt, string Scope, string TokenId);
