using System.Globalization;
using Farebox.Testing.Upstream.Shapes;

namespace Farebox.Testing.Upstream;

public static partial class Answers
{
    /// <summary>
    /// An error in OpenAI's envelope. Messages of the ready-made ones below name the upstream's own host or organization.
    /// </summary>
    public static Answer Error(
        int status,
        string type,
        string? code,
        string message,
        string? param = null,
        params IReadOnlyList<KeyValuePair<string, string>> headers) =>
        call => SendAsync(call, status, ShapeText.ToBytes(ErrorShape.Whole(message, type, param, code)), headers: headers);

    /// <summary>400: the context is too long.</summary>
    public static Answer BadRequest() => Error(
        400,
        "invalid_request_error",
        "context_length_exceeded",
        $"This model's maximum context length is 8192 tokens (organization {UpstreamIdentity.Organization}). "
            + $"See https://{UpstreamIdentity.Site}/docs.",
        "messages");

    /// <summary>401: the operator's key is wrong; the message shows it masked, as OpenAI does.</summary>
    public static Answer WrongKey() => Error(
        401,
        "invalid_request_error",
        "invalid_api_key",
        "Incorrect API key provided: sk-upstr**********cret. "
            + $"You can find your API key at https://{UpstreamIdentity.Site}/account/api-keys.");

    /// <summary>403: the operator's account may not do that.</summary>
    public static Answer Forbidden() => Error(
        403,
        "invalid_request_error",
        "unsupported_country_region_territory",
        $"Organization {UpstreamIdentity.Organization} is not allowed here ({UpstreamIdentity.Machine}).");

    /// <summary>404: the provider does not have the model.</summary>
    public static Answer ModelNotFound(string model) => Error(
        404, "invalid_request_error", "model_not_found", $"The model `{model}` does not exist or you do not have access to it.");

    /// <summary>422: some OpenAI-shaped servers' 400.</summary>
    public static Answer Unprocessable() => Error(
        422,
        "invalid_request_error",
        null,
        $"temperature: Input should be less than or equal to 2 [{UpstreamIdentity.Machine}]",
        "temperature");

    /// <summary>429: the operator's account is too fast. No <c>Retry-After</c> if <paramref name="retryAfterSeconds"/> is null.</summary>
    public static Answer RateLimited(int? retryAfterSeconds = 7) => Error(
        429,
        "requests",
        "rate_limit_exceeded",
        $"Rate limit reached for gpt-4o-mini in organization {UpstreamIdentity.Organization} on requests per min (RPM): Limit 3, Used 3, "
            + $"Requested 1. Please try again in 7s. Visit https://{UpstreamIdentity.Site}/account/rate-limits to learn more.",
        null,
        retryAfterSeconds is { } seconds ? [new("Retry-After", seconds.ToString(CultureInfo.InvariantCulture))] : []);

    /// <summary>429: the operator's account is out of money.</summary>
    public static Answer OutOfQuota() => Error(
        429,
        "insufficient_quota",
        "insufficient_quota",
        $"You exceeded your current quota, please check your plan and billing details: https://{UpstreamIdentity.Site}/docs/error-codes.");

    /// <summary>500, or another failure of the server, in OpenAI's envelope.</summary>
    public static Answer ServerError(int status = 500) => Error(
        status,
        "server_error",
        null,
        $"The server {UpstreamIdentity.Machine} had an error while processing your request (request ID {UpstreamIdentity.RequestId}).");

    /// <summary>An error page of a proxy on the way: HTML that names the upstream, under any status, 200 included.</summary>
    public static Answer ErrorPage(int status) => Status(
        status,
        $"<html><head><title>{status}</title></head><body><h1>Bad gateway</h1><p>{UpstreamIdentity.Machine}</p></body></html>",
        "text/html");

    /// <summary>JSON that breaks off, under an honest length, under any status.</summary>
    public static Answer BrokenJson(int status) => Status(status, $$"""{"error":{"message":"{{UpstreamIdentity.Machine}} says""");

    /// <summary>A redirection to another host, which a relay that carries a credential must not follow.</summary>
    public static Answer Redirect(string location) => Status(307, "", "text/plain", new KeyValuePair<string, string>("Location", location));
}
