using System.Text;
using System.Text.Json.Nodes;
using Farebox.Server.CallLog;

namespace Farebox.Server.Tests.CallLog;

public sealed class StreamAssemblyTests
{
    private static string? Assemble(string frames, int dropTail = 0) => StreamAssembly.Assemble(Encoding.UTF8.GetBytes(frames), dropTail);

    private static string Frames(params string[] payloads) => string.Concat(payloads.Select(payload => $"data: {payload}\n\n")) + "data: [DONE]\n\n";

    [Theory]
    [InlineData("refusal")]
    [InlineData("reasoning_content")]
    [InlineData("content")]
    public void Assemble_TextsOfADelta_AreJoined(string name)
    {
        var frames = Frames(
            """{"id":"c1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"role":"assistant","content":null}}]}""",
            $$$"""{"id":"c1","choices":[{"index":0,"delta":{"{{{name}}}":"I can"}}]}""",
            $$$"""{"id":"c1","choices":[{"index":0,"delta":{"{{{name}}}":"not."},"finish_reason":"stop"}]}""");
        var answer = JsonNode.Parse(Assemble(frames)!)!;
        Assert.Equal(
            $$$"""{"index":0,"finish_reason":"stop","message":{"role":"assistant","{{{name}}}":"I cannot."}}""",
            answer["choices"]![0]!.ToJsonString());
        Assert.Equal("c1", answer["id"]!.GetValue<string>());
    }

    [Fact]
    public void Assemble_ToolCalls_AreJoinedByTheirIndex()
    {
        var frames = Frames(
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":""}}]}}]}""",
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"b","type":"function","function":{"name":"g","arguments":"{"}}]}}]}""",
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"[1]"}},{"index":1,"function":{"arguments":"}"}}]}}]}""");
        var calls = JsonNode.Parse(Assemble(frames)!)!["choices"]![0]!["message"]!["tool_calls"]!.AsArray();
        Assert.Equal(["f[1]", "g{}"], calls.Select(call => $"{call!["function"]!["name"]}{call["function"]!["arguments"]}"));
        Assert.Equal(["a", "b"], calls.Select(call => (string?)call!["id"]));
    }

    [Fact]
    public void Assemble_ChoicesAndCompletions_StandByThemselves()
    {
        var frames = Frames(
            """{"object":"text_completion","choices":[{"index":1,"text":"B"},{"index":0,"text":"A"}]}""",
            """{"object":"text_completion","choices":[{"index":0,"text":"a","logprobs":{"tokens":["a"]}}],"usage":{"total_tokens":3}}""");
        var answer = Assemble(frames);
        Assert.Equal(
            """{"object":"text_completion","usage":{"total_tokens":3},"choices":[{"index":0,"text":"Aa"},{"index":1,"text":"B"}]}""", answer);
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Assemble_OtherLineEnds_AreRead(string lineEnd) => Assert.Equal(
        """{"choices":[{"index":0,"text":"ab"}]}""",
        Assemble(Frames("""{"choices":[{"index":0,"text":"a"}]}""", """{"choices":[{"index":0,"text":"b"}]}""").Replace("\n", lineEnd, StringComparison.Ordinal)));

    [Fact]
    public void Assemble_BrokenFrames_AreLeftOut() => Assert.Equal(
        """{"choices":[{"index":0,"text":"a"}],"error":{"message":"gone"}}""".Length,
        Assemble(Frames("""{"choices":[{"index":0,"text":"a"}]}""", """{"x":1,"x":2}""", """{"error":{"message":"gone"}}""") + """data: {"choices":[{"ind""")!.Length);

    [Fact]
    public void Assemble_DropTail_TakesTheEndOfEachText() => Assert.Equal(
        """{"choices":[{"index":0,"text":"abc"},{"index":1,"text":""}]}""",
        Assemble(Frames("""{"choices":[{"index":0,"text":"abcdef"},{"index":1,"text":"xy"}]}"""), dropTail: 3));

    [Fact]
    public void Assemble_EventsWithoutChoices_AreListed() => Assert.Equal(
        """{"events":[{"type":"image_generation.completed"}]}""", Assemble("event: x\ndata: {\"type\":\"image_generation.completed\"}\n\n"));

    [Fact]
    public void Assemble_NoFrames_IsNothing() => Assert.Null(Assemble(": keep-alive\n\n"));
}
