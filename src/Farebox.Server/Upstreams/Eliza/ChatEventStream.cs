using System.Buffers;
using System.Text.Json;

namespace Farebox.Server.Upstreams.Eliza;

/// <summary>
/// A completion as server-sent events: a chunk with the role, one for each word with the space before it, one with the
/// finish reason, the usage if it was asked for, and <c>[DONE]</c>. Several choices speak their words in turn.
/// </summary>
internal sealed class ChatEventStream : IDisposable
{
    private readonly ArrayBufferWriter<byte> _bytes = new(4_096);
    private readonly Utf8JsonWriter _json;
    private readonly List<int> _breaths = [];
    private readonly ChatCompletion _completion;
    private readonly bool _includeUsage;

    private ChatEventStream(ChatCompletion completion, bool includeUsage)
    {
        _completion = completion;
        _includeUsage = includeUsage;
        _json = new Utf8JsonWriter(_bytes, ChatJson.WriterOptions);
    }

    /// <summary>Writes the whole stream.</summary>
    /// <returns>All bytes, and how many of them come before each word but the first: where a speaker draws breath.</returns>
    public static (ReadOnlyMemory<byte> Bytes, IReadOnlyList<int> Breaths) Write(ChatCompletion completion, bool includeUsage)
    {
        using var stream = new ChatEventStream(completion, includeUsage);
        stream.WriteChunks();
        return (stream._bytes.WrittenMemory, stream._breaths);
    }

    public void Dispose() => _json.Dispose();

    private void WriteChunks()
    {
        var choices = _completion.Choices;
        for (var index = 0; index < choices.Count; index++) WriteDelta(index, "", null, isFirst: true);

        var words = choices.Select(choice => SplitWords(choice.Text)).ToList();
        for (var turn = 0; words.Exists(list => turn < list.Count); turn++)
        {
            if (turn > 0) _breaths.Add(_bytes.WrittenCount);
            for (var index = 0; index < choices.Count; index++)
            {
                if (turn < words[index].Count) WriteDelta(index, words[index][turn], null);
            }
        }

        for (var index = 0; index < choices.Count; index++) WriteDelta(index, null, choices[index].FinishReason);
        if (_includeUsage) WriteUsageChunk();
        _bytes.Write("data: [DONE]\n\n"u8);
    }

    private void WriteDelta(int index, string? content, string? finishReason, bool isFirst = false) => WriteFrame(json =>
    {
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", index);
        json.WriteStartObject("delta");
        if (isFirst) json.WriteString("role", "assistant");
        if (content is not null) json.WriteString("content", content);
        if (isFirst) json.WriteNull("refusal");
        json.WriteEndObject();
        json.WriteNull("logprobs");
        json.WriteString("finish_reason", finishReason);
        json.WriteEndObject();
        json.WriteEndArray();
        // Once usage is asked for, every chunk names it, and all but the last say null.
        if (_includeUsage) json.WriteNull("usage");
    });

    private void WriteUsageChunk() => WriteFrame(json =>
    {
        json.WriteStartArray("choices");
        json.WriteEndArray();
        ChatJson.WriteUsage(json, _completion);
    });

    private void WriteFrame(Action<Utf8JsonWriter> writeFields)
    {
        _bytes.Write("data: "u8);
        _json.Reset();
        _json.WriteStartObject();
        ChatJson.WriteHead(_json, _completion, "chat.completion.chunk");
        writeFields(_json);
        _json.WriteEndObject();
        _json.Flush();
        _bytes.Write("\n\n"u8);
    }

    /// <summary>Words with the white space before each; together they are the text again.</summary>
    private static List<string> SplitWords(string text)
    {
        var words = new List<string>();
        var start = 0;
        for (var at = 1; at <= text.Length; at++)
        {
            if (at < text.Length && (!char.IsWhiteSpace(text[at]) || char.IsWhiteSpace(text[at - 1]))) continue;
            words.Add(text[start..at]);
            start = at;
        }

        return words;
    }
}
