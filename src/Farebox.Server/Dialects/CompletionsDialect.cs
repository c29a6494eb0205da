using System.Buffers;
using System.Text.Json;
using Farebox.Server.Platform;

namespace Farebox.Server.Dialects;

/// <summary>
/// Legacy completions (<c>POST /v1/completions</c>) spoken to a model that only chats: the prompt becomes the one message of a user,
/// and the answer's message becomes a text again.
/// </summary>
public static class CompletionsDialect
{
    /// <summary>Translates a request.</summary>
    /// <param name="body">The client's JSON object. Members are copied as they stand but for those that a chat says differently.</param>
    /// <param name="upstreamModel">The upstream's own model name. It decides how the output limit is spelled; the body's <c>model</c>
    /// stays what the client sent.</param>
    /// <returns>The chat's body and the translator of its answer; or a 400 that names the field.</returns>
    public static (byte[]? Body, IAnswerTranslator? Translator, ApiError? Error) ToChat(ReadOnlyMemory<byte> body, string upstreamModel)
    {
        try
        {
            using var document = JsonDocument.Parse(body, RawJson.ReaderOptions);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? ToChat(document.RootElement, body.Length, upstreamModel)
                : (null, null, ApiErrors.NotJson("it must be an object."));
        }
        catch (JsonException e)
        {
            return (null, null, ApiErrors.NotJson($"at line {e.LineNumber + 1}, byte {e.BytePositionInLine}."));
        }
        catch (InvalidOperationException)
        {
            // So the reader reports a member's name that holds half of a surrogate pair or is not UTF-8.
            return (null, null, ApiErrors.NotJson("a member's name is not Unicode text."));
        }
    }

    private static (byte[]? Body, IAnswerTranslator? Translator, ApiError? Error) ToChat(JsonElement root, int length, string upstreamModel)
    {
        var fields = default(LegacyFields);
        var output = new ArrayBufferWriter<byte>(length + 128);
        using (var writer = new Utf8JsonWriter(output, RawJson.WriterOptions))
        {
            writer.WriteStartObject();
            foreach (var member in root.EnumerateObject())
            {
                if (!fields.Take(member)) RawJson.Copy(writer, member);
            }

            if (fields.Check() is { } error) return (null, null, error);
            if (fields.Model.ValueKind != JsonValueKind.Undefined) RawJson.Member(writer, "model"u8, fields.Model);
            RawJson.Member(writer, OutputLimitName.For(upstreamModel), fields.OutputLimit);
            WriteMessage(writer, fields.Prompt);
            writer.WriteEndObject();
        }

        var echo = fields.Echo ? fields.Prompt[1..^1].ToArray() : [];
        return (output.WrittenSpan.ToArray(), new CompletionAnswer(echo), null);
    }

    private static void WriteMessage(Utf8JsonWriter writer, ReadOnlySpan<byte> content)
    {
        writer.WriteStartArray("messages"u8);
        writer.WriteStartObject();
        writer.WriteString("role"u8, "user"u8);
        RawJson.Member(writer, "content"u8, content);
        writer.WriteEndObject();
        writer.WriteEndArray();
    }
}
