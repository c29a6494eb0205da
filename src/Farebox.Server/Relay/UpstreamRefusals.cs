using System.Text.Json;
using System.Text.RegularExpressions;
using Farebox.Contracts;
using Farebox.Kernel.Credentials;
using Farebox.Kernel.Metering;
using Farebox.Server.Platform;

namespace Farebox.Server.Relay;

/// <summary>An upstream's error status as the client shall see it.</summary>
/// <param name="ForOperator">What the operator should know, when the upstream is at fault; never the credential.</param>
internal sealed record UpstreamRefusal(ApiError Error, Outcome Outcome, string? ForOperator);

/// <summary>
/// Reads an upstream's error. Complaints about the request are passed on, cleaned of the upstream's identity; complaints about the
/// operator's account never look like the customer's fault.
/// </summary>
internal static partial class UpstreamRefusals
{
    private const int MaxMessageLength = 4000;

    // What providers call a wrong key or an empty account, under whatever status.
    private static readonly string[] AccountCodes =
    [
        "insufficient_quota", "billing_not_active", "billing_hard_limit_reached", "invalid_api_key", "account_deactivated",
    ];

    /// <summary>Decides by status and body.</summary>
    /// <param name="scrub">Takes the upstream's own credential out of a text.</param>
    public static UpstreamRefusal Of(int status, ReadOnlySpan<byte> body, string? retryAfter, Func<string, string> scrub)
    {
        var theirs = Parse(body, scrub);
        var forOperator = $"HTTP status {status}: {theirs?.Code ?? "no code"}: {theirs?.Message ?? "no message"}";
        if (status is 401 or 402 or 403 || IsAccount(theirs)) return new UpstreamRefusal(RelayErrors.Account, Outcome.UpstreamFailed, forOperator);
        if (status == 429)
        {
            var limited = new ApiError(429, "requests", ErrorCodes.UpstreamRateLimited, "The model's provider is at its rate limit. Try again later.");
            return new UpstreamRefusal(limited with { RetryAfterText = RetryAfter(retryAfter) }, Outcome.UpstreamRefused, null);
        }

        if (status is 400 or 404 or 413 or 422)
        {
            var message = theirs?.Message is { Length: > 0 } said
                ? said
                : $"The model's provider refused the request with status {status} and gave no reason.";
            var error = new ApiError(status, theirs?.Type ?? "invalid_request_error", theirs?.Code, message, theirs?.Param);
            return new UpstreamRefusal(error, Outcome.UpstreamRefused, null);
        }

        return new UpstreamRefusal(status is 408 or 504 ? RelayErrors.TimedOut : RelayErrors.Failure, Outcome.UpstreamFailed, forOperator);
    }

    /// <summary>An error event inside a stream: its message cleaned, or a general one.</summary>
    public static ApiError OfEvent(ReadOnlySpan<byte> payload, Func<string, string> scrub)
    {
        var theirs = Parse(payload, scrub);
        if (IsAccount(theirs)) return RelayErrors.Account;
        return theirs?.Message is { Length: > 0 } message
            ? new ApiError(502, theirs.Type ?? "server_error", theirs.Code ?? ErrorCodes.UpstreamError, message, theirs.Param)
            : RelayErrors.Failure;
    }

    /// <summary>Takes keys, organization and project ids, addresses and host names out of a provider's text.</summary>
    public static string Clean(string message)
    {
        if (message.Length > MaxMessageLength) message = message[..MaxMessageLength];
        message = Keys().Replace(message, match => KeyText.Mask(match.Value));
        message = Addresses().Replace(message, "[address]");
        return Identities().Replace(message, "[id]");
    }

    private sealed record Theirs(string? Message, string? Type, string? Code, string? Param);

    private static bool IsAccount(Theirs? theirs) => AccountCodes.Contains(theirs?.Code) || AccountCodes.Contains(theirs?.Type);

    private static Theirs? Parse(ReadOnlySpan<byte> body, Func<string, string> scrub)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            if (!JsonDocument.TryParseValue(ref reader, out var document)) return null;
            using (document)
            {
                var root = document.RootElement;
                if (root.ValueKind != JsonValueKind.Object) return null;
                var error = root.TryGetProperty("error", out var inner) ? inner : root;
                if (error.ValueKind == JsonValueKind.String) return new Theirs(Clean(scrub(error.GetString()!)), null, null, null);
                return error.ValueKind != JsonValueKind.Object
                    ? null
                    : new Theirs(Text(error, "message", scrub), Text(error, "type", scrub), Text(error, "code", scrub), Text(error, "param", scrub));
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON (a proxy's page, say), or text in it that is not Unicode. There is nothing in it for the client.
            return null;
        }
    }

    private static string? Text(JsonElement error, string name, Func<string, string> scrub) =>
        error.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? Clean(scrub(value.GetString()!)) : null;

    // Seconds or an HTTP date; anything else could be used to smuggle a header.
    private static string? RetryAfter(string? text) => text is { Length: > 0 and <= 64 } && RetryAfterForm().IsMatch(text) ? text : null;

    [GeneratedRegex(@"\b(sk|pk|rk|gsk|key|Bearer)[-_ ][A-Za-z0-9*_\-]{8,}", RegexOptions.CultureInvariant)]
    private static partial Regex Keys();

    [GeneratedRegex(@"\b[a-z][a-z0-9+.\-]*://[^\s""'<>)]+|\b\d{1,3}(\.\d{1,3}){3}(:\d+)?\b|\b(?:[a-z0-9\-]+\.)+(?:com|net|org|ai|io|dev|cloud|local|internal|cn)\b(?:[:/][^\s""'<>)]*)?|\blocalhost(:\d+)?\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Addresses();

    [GeneratedRegex(@"\b(org|proj|acct|user|req)[-_][A-Za-z0-9]{6,}\b", RegexOptions.CultureInvariant)]
    private static partial Regex Identities();

    [GeneratedRegex(@"^[A-Za-z0-9 ,:.+\-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex RetryAfterForm();
}
