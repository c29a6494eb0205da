using System.Text;
using System.Text.Json;

namespace Farebox.Testing.Upstream;

/// <summary>A request as it arrived, byte for byte, and what became of it.</summary>
public sealed class RecordedRequest
{
    private readonly TaskCompletionSource<AnswerEnding> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lazy<JsonElement> json;

    internal RecordedRequest(string method, string target, IReadOnlyList<KeyValuePair<string, string>> headers, byte[] body)
    {
        Method = method;
        Path = target.Split('?')[0];
        Query = target[Path.Length..];
        Headers = headers;
        Body = body;
        json = new Lazy<JsonElement>(Parse);
    }

    /// <summary>The method, as sent.</summary>
    public string Method { get; }

    /// <summary>The path without the query, such as <c>/v1/chat/completions</c>.</summary>
    public string Path { get; }

    /// <summary>The query with its question mark, or empty.</summary>
    public string Query { get; }

    /// <summary>The headers in the order in which they came.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; }

    /// <summary>The body without its framing.</summary>
    public byte[] Body { get; }

    /// <summary>The body as text.</summary>
    public string BodyText => Encoding.UTF8.GetString(Body);

    /// <summary>The body as JSON; of kind <see cref="JsonValueKind.Undefined"/> when it is none.</summary>
    public JsonElement Json => json.Value;

    /// <summary>The <c>model</c> that the body names, or null.</summary>
    public string? Model => Field("model") is { ValueKind: JsonValueKind.String } model ? model.GetString() : null;

    /// <summary>Whether the body asks for a stream.</summary>
    public bool AsksForStream => Field("stream").ValueKind == JsonValueKind.True;

    /// <summary>Whether the body asks for <c>stream_options.include_usage</c>.</summary>
    public bool AsksForUsage =>
        Field("stream_options") is { ValueKind: JsonValueKind.Object } options
        && options.TryGetProperty("include_usage", out var include) && include.ValueKind == JsonValueKind.True;

    /// <summary>What was sent in answer, so far.</summary>
    public Produced Produced { get; } = new();

    /// <summary>Completes when the exchange is over.</summary>
    public Task<AnswerEnding> Ended => ended.Task;

    /// <summary>The first header of that name, in any case, or null.</summary>
    public string? Header(string name) =>
        Headers.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>A field of the body; of kind <see cref="JsonValueKind.Undefined"/> when it is not there.</summary>
    public JsonElement Field(string name) =>
        Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty(name, out var value) ? value : default;

    internal void End(AnswerEnding ending) => ended.TrySetResult(ending);

    private JsonElement Parse()
    {
        try
        {
            return Body.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(Body);
        }
        catch (JsonException)
        {
            // A body that is not JSON is a legitimate thing to record; Json says so by its kind.
            return default;
        }
    }
}
