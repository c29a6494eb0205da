using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Farebox.Server.Upstreams.Eliza;

/// <summary>OpenAI's JSON for whole answers and errors, and the parts that chunks of a stream share with them.</summary>
internal static class ChatJson
{
    /// <summary>Apostrophes stay readable; the body is JSON and never part of a page.</summary>
    public static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A <c>chat.completion</c> in UTF-8.</summary>
    public static byte[] Whole(ChatCompletion completion) => Write(json =>
    {
        WriteHead(json, completion, "chat.completion");
        json.WriteStartArray("choices");
        for (var index = 0; index < completion.Choices.Count; index++)
        {
            var choice = completion.Choices[index];
            json.WriteStartObject();
            json.WriteNumber("index", index);
            json.WriteStartObject("message");
            json.WriteString("role", "assistant");
            json.WriteString("content", choice.Text);
            json.WriteNull("refusal");
            json.WriteEndObject();
            json.WriteNull("logprobs");
            json.WriteString("finish_reason", choice.FinishReason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteUsage(json, completion);
    });

    /// <summary>An error object in UTF-8.</summary>
    public static byte[] Error(ChatRefusal refusal) => Write(json =>
    {
        json.WriteStartObject("error");
        json.WriteString("message", refusal.Message);
        json.WriteString("type", "invalid_request_error");
        json.WriteString("param", refusal.Param);
        json.WriteString("code", refusal.Code);
        json.WriteEndObject();
    });

    /// <summary>The fields that whole answers and chunks begin with.</summary>
    public static void WriteHead(Utf8JsonWriter json, ChatCompletion completion, string shape)
    {
        json.WriteString("id", completion.Id);
        json.WriteString("object", shape);
        json.WriteNumber("created", completion.CreatedUnixSeconds);
        json.WriteString("model", ElizaModel.Name);
        json.WriteString("system_fingerprint", completion.Fingerprint);
    }

    /// <summary>The field <c>usage</c>: the prompt once, the answers together. ELIZA has no cache, no sound, no hidden thoughts.</summary>
    public static void WriteUsage(Utf8JsonWriter json, ChatCompletion completion)
    {
        var completionTokens = completion.Choices.Sum(choice => choice.Tokens);
        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", completion.PromptTokens);
        json.WriteNumber("completion_tokens", completionTokens);
        json.WriteNumber("total_tokens", completion.PromptTokens + completionTokens);
        WriteZeros(json, "prompt_tokens_details", "cached_tokens", "audio_tokens");
        WriteZeros(
            json, "completion_tokens_details",
            "reasoning_tokens", "audio_tokens", "accepted_prediction_tokens", "rejected_prediction_tokens");
        json.WriteEndObject();
    }

    private static void WriteZeros(Utf8JsonWriter json, string name, params ReadOnlySpan<string> fields)
    {
        json.WriteStartObject(name);
        foreach (var field in fields) json.WriteNumber(field, 0);
        json.WriteEndObject();
    }

    private static byte[] Write(Action<Utf8JsonWriter> writeFields)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes, WriterOptions);
        json.WriteStartObject();
        writeFields(json);
        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenSpan.ToArray();
    }
}
