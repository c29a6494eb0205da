using System.Text.Json;
using Farebox.Contracts;

namespace Farebox.Server.Platform;

/// <summary>An expected failure, in OpenAI's shape: the one way errors leave.</summary>
/// <param name="Message">Says what is wrong and what to do. Never holds a secret or an upstream's address.</param>
public sealed record ApiError(int Status, string Type, string? Code, string Message, string? Param = null) : IResult
{
    /// <summary>When to come back, in milliseconds: sent as <c>Retry-After</c> and <c>retry-after-ms</c>.</summary>
    public long? RetryAfterMs { get; init; }

    /// <summary>A <c>Retry-After</c> taken over from an upstream as it stood.</summary>
    public string? RetryAfterText { get; init; }

    /// <summary>Value of <c>WWW-Authenticate</c>.</summary>
    public string? Challenge { get; init; }

    /// <summary>False tells clients' retry logic not to try.</summary>
    public bool? ShouldRetry { get; init; }

    /// <summary>Whether the rest of the request is not worth reading.</summary>
    public bool ClosesConnection { get; init; }

    /// <summary>The body as it goes out.</summary>
    public byte[] ToBytes() =>
        JsonSerializer.SerializeToUtf8Bytes(new ErrorBody(new ErrorDetail(Message, Type, Param, Code)), FareboxJson.Options);

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext) => WriteAsync(httpContext).AsTask();

    /// <summary>Writes status, headers and body.</summary>
    public async ValueTask WriteAsync(HttpContext context)
    {
        var response = context.Response;
        context.Features.Get<RequestState>()?.WriteHeaders(context);
        response.StatusCode = Status;
        response.ContentType = "application/json";
        if (RetryAfterMs is { } ms)
        {
            response.Headers.RetryAfter = ((ms + 999) / 1000).ToString(System.Globalization.CultureInfo.InvariantCulture);
            response.Headers["retry-after-ms"] = ms.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
        else if (RetryAfterText is not null)
        {
            response.Headers.RetryAfter = RetryAfterText;
        }

        if (ClosesConnection) response.Headers.Connection = "close";
        if (Challenge is not null) response.Headers.WWWAuthenticate = Challenge;
        if (ShouldRetry is { } retry) response.Headers["x-should-retry"] = retry ? "true" : "false";

        var body = ToBytes();
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body);
    }
}
