using System.Text.Json;

namespace Farebox.Server.Tests.Upstreams.Eliza;

public sealed class ChatEventStreamTests
{
    [Theory]
    [InlineData("")]
    [InlineData(",\"max_tokens\":3")]
    [InlineData(",\"stop\":\"o\"")]
    [InlineData(",\"n\":5,\"seed\":3")]
    public async Task Stream_Chunks_AddUpToTheWholeAnswer(string fields)
    {
        string[] messages = ["I feel a bit lost today"];
        var (_, whole) = await ElizaCalls.CallAsync(ElizaCalls.Body(messages, fields));
        var chunks = Chunks(await ElizaCalls.StreamAsync(ElizaCalls.Body(messages, fields + ",\"stream\":true")));

        foreach (var choice in whole.GetProperty("choices").EnumerateArray())
        {
            var mine = chunks.Select(chunk => chunk.GetProperty("choices")[0])
                .Where(part => part.GetProperty("index").GetInt32() == choice.GetProperty("index").GetInt32())
                .ToList();
            Assert.Equal(ElizaCalls.Content(choice), string.Concat(mine.Select(DeltaContent)));
            Assert.Equal("assistant", mine[0].GetProperty("delta").GetProperty("role").GetString());
            Assert.Equal("{}", mine[^1].GetProperty("delta").GetRawText());
            Assert.All(mine[..^1], part => Assert.Equal(JsonValueKind.Null, part.GetProperty("finish_reason").ValueKind));
            Assert.Equal(choice.GetProperty("finish_reason").GetString(), mine[^1].GetProperty("finish_reason").GetString());
        }
    }

    [Fact]
    public async Task Stream_Words_ComeOneAChunkWithTheirSpace()
    {
        var chunks = Chunks(await ElizaCalls.StreamAsync(ElizaCalls.Body(["Hello"], ",\"stream\":true")));
        var words = chunks[1..^1].ConvertAll(chunk => DeltaContent(chunk.GetProperty("choices")[0]));
        Assert.True(words.Count > 2);
        Assert.DoesNotContain(' ', words[0]);
        Assert.All(words[1..], word => Assert.Equal(0, word.LastIndexOf(' ')));
    }

    [Fact]
    public async Task Stream_UsageNotAsked_NoChunkHasIt()
    {
        var chunks = Chunks(await ElizaCalls.StreamAsync(ElizaCalls.Body(["Hello"], ",\"stream\":true")));
        Assert.All(chunks, chunk => Assert.False(chunk.TryGetProperty("usage", out _)));
    }

    [Fact]
    public async Task Stream_UsageAsked_LastChunkTellsItAndOthersSayNull()
    {
        var (_, whole) = await ElizaCalls.CallAsync(ElizaCalls.Body(["Hello"]));
        var chunks = Chunks(await ElizaCalls.StreamAsync(
            ElizaCalls.Body(["Hello"], ",\"stream\":true,\"stream_options\":{\"include_usage\":true}")));

        Assert.All(chunks[..^1], chunk => Assert.Equal(JsonValueKind.Null, chunk.GetProperty("usage").ValueKind));
        Assert.Equal(0, chunks[^1].GetProperty("choices").GetArrayLength());
        Assert.Equal(whole.GetProperty("usage").GetRawText(), chunks[^1].GetProperty("usage").GetRawText());
    }

    [Fact]
    public async Task Stream_EveryChunk_HasTheSameHead()
    {
        var chunks = Chunks(await ElizaCalls.StreamAsync(ElizaCalls.Body(["Hello"], ",\"stream\":true")));
        Assert.Single(chunks.Select(Head).Distinct());

        static string Head(JsonElement chunk) => string.Join(
            ' ', new[] { "id", "object", "created", "model", "system_fingerprint" }.Select(name => chunk.GetProperty(name).GetRawText()));
    }

    /// <summary>The chunks of a stream, whose last event must be <c>[DONE]</c>.</summary>
    private static List<JsonElement> Chunks(List<string> events)
    {
        Assert.Equal("[DONE]", events[^1]);
        return events[..^1].ConvertAll(data => JsonDocument.Parse(data).RootElement);
    }

    private static string DeltaContent(JsonElement choice) =>
        choice.GetProperty("delta").TryGetProperty("content", out var content) ? content.GetString()! : "";
}
