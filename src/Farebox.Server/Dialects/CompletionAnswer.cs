using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Farebox.Server.Dialects;

/// <summary>Chat answers as <c>text_completion</c>, whole or in chunks, which have one shape in the legacy API.</summary>
/// <param name="echo">The prompt to put before each answer, as the inside of a JSON string; empty for none.</param>
internal sealed class CompletionAnswer(byte[] echo) : IAnswerTranslator
{
    private readonly HashSet<long> _begun = [];
    private readonly ArrayBufferWriter<byte> _text = new();

    /// <inheritdoc/>
    public byte[] Whole(ReadOnlySpan<byte> chatJson) => Parsed(chatJson, root =>
    {
        if (!TryGetChoices(root, out var choices)) throw new JsonException("The answer has no choices.");
        return Translate(root, choices, isChunk: false);
    });

    /// <inheritdoc/>
    public byte[] Chunk(ReadOnlySpan<byte> chatChunkJson) => Parsed(chatChunkJson, root =>
    {
        if (TryGetChoices(root, out var choices) || IsSet(root, "usage"u8)) return Translate(root, choices, isChunk: true);

        // An upstream's error in mid-stream has the same shape on both surfaces.
        return IsSet(root, "error"u8)
            ? JsonMarshal.GetRawUtf8Value(root).ToArray()
            : throw new JsonException("The chunk has neither choices nor usage.");
    });

    private static byte[] Parsed(ReadOnlySpan<byte> json, Func<JsonElement, byte[]> translate)
    {
        try
        {
            using var document = JsonDocument.Parse(json.ToArray(), RawJson.ReaderOptions);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? translate(document.RootElement)
                : throw new JsonException("The answer is not an object.");
        }
        catch (InvalidOperationException e)
        {
            // So the reader reports a string that holds half of a surrogate pair or is not UTF-8, where it has to look inside.
            throw new JsonException("A string in the answer is not Unicode text.", e);
        }
    }

    private byte[] Translate(JsonElement root, JsonElement choices, bool isChunk)
    {
        var output = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(output, RawJson.WriterOptions))
        {
            writer.WriteStartObject();
            WriteId(writer, root);
            writer.WriteString("object"u8, "text_completion"u8);
            if (!WriteChoices(writer, choices, isChunk) && !IsSet(root, "usage"u8)) return [];
            foreach (var member in root.EnumerateObject())
            {
                if (!IsTranslated(member)) RawJson.Copy(writer, member);
            }

            writer.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    // False when there were choices and none had anything to say. A chunk that came without choices is the upstream's to send.
    private bool WriteChoices(Utf8JsonWriter writer, JsonElement choices, bool isChunk)
    {
        writer.WriteStartArray("choices"u8);
        var position = 0;
        var written = 0;
        if (choices.ValueKind == JsonValueKind.Array)
        {
            foreach (var choice in choices.EnumerateArray())
            {
                if (choice.ValueKind != JsonValueKind.Object) throw new JsonException("A choice is not an object.");
                if (WriteChoice(writer, choice, position++, isChunk)) written++;
            }
        }

        writer.WriteEndArray();
        return written > 0 || position == 0;
    }

    private bool WriteChoice(Utf8JsonWriter writer, JsonElement choice, int position, bool isChunk)
    {
        var index = IndexOf(choice) ?? position;
        var hasMessage = choice.TryGetProperty(isChunk ? "delta"u8 : "message"u8, out var message);
        if (!isChunk && !hasMessage) throw new JsonException("A choice has no message.");

        _text.ResetWrittenCount();
        _text.Write("\""u8);
        if (echo.Length > 0 && (!isChunk || _begun.Add(index))) _text.Write(echo);
        MessageText.Append(message, _text);
        _text.Write("\""u8);
        if (isChunk && _text.WrittenCount == 2 && !HasMore(choice)) return false;

        writer.WriteStartObject();
        RawJson.Member(writer, "text"u8, _text.WrittenSpan);
        writer.WriteNumber("index"u8, index);
        writer.WriteNull("logprobs"u8);
        WriteFinishReason(writer, choice);
        foreach (var member in choice.EnumerateObject())
        {
            if (!IsTranslatedInChoice(member)) RawJson.Copy(writer, member);
        }

        writer.WriteEndObject();
        return true;
    }

    private static long? IndexOf(JsonElement choice) =>
        choice.TryGetProperty("index"u8, out var given) && given.ValueKind == JsonValueKind.Number && given.TryGetInt64(out var index)
            ? index
            : null;

    private static void WriteId(Utf8JsonWriter writer, JsonElement root)
    {
        var id = root.TryGetProperty("id"u8, out var given) && given.ValueKind == JsonValueKind.String
            ? JsonMarshal.GetRawUtf8Value(given)[1..^1]
            : default;
        if (id.StartsWith("chatcmpl-"u8)) id = id[9..];
        else if (id.StartsWith("cmpl-"u8)) id = id[5..];
        RawJson.Member(writer, "id"u8, [.. "\"cmpl-"u8, .. id, .. "\""u8]);
    }

    // A completion cannot end in a tool call, and typed clients know the three reasons of the legacy API only.
    private static void WriteFinishReason(Utf8JsonWriter writer, JsonElement choice)
    {
        if (!choice.TryGetProperty("finish_reason"u8, out var reason)) writer.WriteNull("finish_reason"u8);
        else if (reason.ValueKind == JsonValueKind.String && (reason.ValueEquals("tool_calls"u8) || reason.ValueEquals("function_call"u8)))
            writer.WriteString("finish_reason"u8, "stop"u8);
        else RawJson.Member(writer, "finish_reason"u8, reason);
    }

    private static bool HasMore(JsonElement choice)
    {
        foreach (var member in choice.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Null) continue;
            if (member.NameEquals("finish_reason"u8) || !IsTranslatedInChoice(member)) return true;
        }

        return false;
    }

    private static bool IsTranslated(JsonProperty member) =>
        member.NameEquals("id"u8) || member.NameEquals("object"u8) || member.NameEquals("choices"u8);

    private static bool IsTranslatedInChoice(JsonProperty member) =>
        member.NameEquals("index"u8) || member.NameEquals("delta"u8) || member.NameEquals("message"u8) || member.NameEquals("text"u8)
        || member.NameEquals("logprobs"u8) || member.NameEquals("finish_reason"u8);

    private static bool TryGetChoices(JsonElement root, out JsonElement choices) =>
        root.TryGetProperty("choices"u8, out choices) && choices.ValueKind == JsonValueKind.Array;

    private static bool IsSet(JsonElement root, ReadOnlySpan<byte> name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;
}
