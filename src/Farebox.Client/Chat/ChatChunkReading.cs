using System.Text.Json;
using Farebox.Contracts;

namespace Farebox.Client.Chat;

/// <summary>Reads one frame of a streamed chat completion, forgiving about what is absent.</summary>
internal static class ChatChunkReading
{
    /// <exception cref="FareboxApiException">The frame is an error, or no JSON.</exception>
    public static ChatChunk Read(string data, string? requestId)
    {
        if (ErrorReading.Detail(data) is { } error)
            throw new FareboxApiException(200, error, requestId);
        try
        {
            using var document = JsonDocument.Parse(data);
            var root = document.RootElement;
            var choice = FirstChoice(root);
            return new ChatChunk(data, Delta(choice), Text(root, "model"), Text(choice, "finish_reason"), Usage(root));
        }
        catch (JsonException notJson)
        {
            throw new FareboxApiException(
                200, new ErrorDetail("The stream holds a frame that is not JSON.", "", null, null), requestId, notJson);
        }
    }

    private static JsonElement FirstChoice(JsonElement root) =>
        Member(root, "choices") is { ValueKind: JsonValueKind.Array } choices && choices.GetArrayLength() > 0
            ? choices[0]
            : default;

    private static string Delta(JsonElement choice) => Text(Member(choice, "delta"), "content") ?? "";

    private static ChatUsage? Usage(JsonElement root) =>
        Member(root, "usage") is { ValueKind: JsonValueKind.Object } usage
            ? new ChatUsage(Count(usage, "prompt_tokens"), Count(usage, "completion_tokens"), Count(usage, "total_tokens"))
            : null;

    private static JsonElement Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var member) ? member : default;

    private static string? Text(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static long Count(JsonElement usage, string name) =>
        Member(usage, name) is { ValueKind: JsonValueKind.Number } count && count.TryGetInt64(out var number) ? number : 0;
}
