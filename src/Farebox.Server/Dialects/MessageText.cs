using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Farebox.Server.Dialects;

/// <summary>
/// The text of a chat message or delta, as the inside of a JSON string. Escapes stay as they are: two such insides set side by side
/// are again the inside of a string, so nothing is decoded on the way.
/// </summary>
internal static class MessageText
{
    /// <summary>Appends <c>content</c>, else <c>refusal</c>, else nothing: a tool call has no text.</summary>
    /// <exception cref="JsonException"><c>content</c> is neither text nor parts.</exception>
    public static void Append(JsonElement message, IBufferWriter<byte> output)
    {
        if (message.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return;
        if (message.ValueKind != JsonValueKind.Object) throw new JsonException("A message is not an object.");
        if (AppendContent(message, output)) return;
        if (!message.TryGetProperty("refusal"u8, out var refusal)) return;
        if (refusal.ValueKind == JsonValueKind.String) AppendString(refusal, output);
    }

    // An empty content beside a refusal is what some streams send: the refusal is then the text.
    private static bool AppendContent(JsonElement message, IBufferWriter<byte> output)
    {
        if (!message.TryGetProperty("content"u8, out var content)) return false;
        return content.ValueKind switch
        {
            JsonValueKind.Null => false,
            JsonValueKind.String => AppendString(content, output),
            JsonValueKind.Array => AppendParts(content, output),
            _ => throw new JsonException("A message's content is not text."),
        };
    }

    // Some reasoning models answer with parts; what they thought is not the answer.
    private static bool AppendParts(JsonElement parts, IBufferWriter<byte> output)
    {
        var any = false;
        foreach (var part in parts.EnumerateArray())
        {
            if (part.ValueKind != JsonValueKind.Object || !part.TryGetProperty("text"u8, out var text)) continue;
            if (text.ValueKind == JsonValueKind.String) any |= AppendString(text, output);
        }

        return any;
    }

    private static bool AppendString(JsonElement text, IBufferWriter<byte> output)
    {
        var inside = JsonMarshal.GetRawUtf8Value(text)[1..^1];
        output.Write(inside);
        return inside.Length > 0;
    }
}
