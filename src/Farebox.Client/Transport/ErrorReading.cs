using System.Text.Json;
using Farebox.Contracts;

namespace Farebox.Client;

/// <summary>Reads errors as providers really send them: OpenAI's envelope, its looser relatives, or no JSON at all.</summary>
internal static class ErrorReading
{
    public static FareboxApiException Read(HttpResponseMessage response, string body) =>
        new((int)response.StatusCode, Detail(body) ?? Unshaped(response), RequestIdOf(response))
        {
            RetryAfter = RetryAfterOf(response),
        };

    /// <summary>The error in a body, or null when there is none.</summary>
    public static ErrorDetail? Detail(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("error", out var error)
                ? FromElement(error)
                : null;
        }
        catch (JsonException)
        {
            // A proxy's HTML page, most likely; the caller says so.
            return null;
        }
    }

    public static string? RequestIdOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("x-request-id", out var values) ? values.FirstOrDefault() : null;

    private static ErrorDetail? FromElement(JsonElement error) => error.ValueKind switch
    {
        JsonValueKind.String => new(error.GetString()!, "", null, null),
        JsonValueKind.Object => new(
            Text(error, "message") ?? "The server gave no reason.", Text(error, "type") ?? "",
            Text(error, "param"), Text(error, "code")),
        _ => null,
    };

    private static string? Text(JsonElement error, string name) =>
        !error.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : value.ValueKind == JsonValueKind.Number ? value.GetRawText()
        : null;

    private static ErrorDetail Unshaped(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (status is >= 300 and < 400)
            return new($"HTTP {status} leads to {response.Headers.Location}, where no credential is sent. Use that address.", "", null, null);
        var kind = response.Content.Headers.ContentType?.MediaType ?? "no content type";
        return new($"HTTP {status} without an error in OpenAI's shape ({kind}).", "", null, null);
    }

    private static TimeSpan? RetryAfterOf(HttpResponseMessage response) => response.Headers.RetryAfter?.Delta;
}
