using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Farebox.Server.Tests.Dialects;

public sealed class CompletionStreamTests
{
    private const string RoleOnly =
        """{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null}""";

    private static string Frame(string choices, string rest = "") =>
        $$"""{"id":"chatcmpl-7","object":"chat.completion.chunk","created":1,"model":"m","choices":[{{choices}}]{{rest}}}""";

    private static string Delta(string text, int index = 0) =>
        $$$"""{"index":{{{index}}},"delta":{"content":{{{JsonValue.Create(text).ToJsonString()}}}},"finish_reason":null}""";

    private static string Finish(int index = 0) => $$$"""{"index":{{{index}}},"delta":{},"finish_reason":"stop"}""";

    private static string Said(IEnumerable<JsonObject?> chunks, int index = 0) => string.Concat(chunks
        .SelectMany(chunk => chunk?["choices"]!.AsArray() ?? [])
        .Where(choice => (int)choice!["index"]! == index)
        .Select(choice => (string?)choice!["text"]));

    [Fact]
    public void Chunk_Delta_BecomesTextCompletion()
    {
        var frame = Frame(Delta("Hi"), ",\"system_fingerprint\":\"fp\",\"obfuscation\":\"r4\"");
        var chunk = Translated.Answers().Chunk(Encoding.UTF8.GetBytes(frame));
        Assert.Equal(
            """{"id":"cmpl-7","object":"text_completion","choices":[{"text":"Hi","index":0,"logprobs":null,"finish_reason":null}],"""
            + "\"created\":1,\"model\":\"m\",\"system_fingerprint\":\"fp\",\"obfuscation\":\"r4\"}",
            Encoding.UTF8.GetString(chunk));
    }

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "Say: ")]
    public void Chunk_AllOfAStream_SaysTheWholeText(bool echo, string before)
    {
        string[] pieces = ["Hel", "lo ", "\"wör", "ld\"\n", "😀", "", "."];
        var answers = Translated.Answers("Say: ", echo);
        var chunks = new[] { Frame(RoleOnly) }
            .Concat(pieces.Select(piece => Frame(Delta(piece))))
            .Append(Frame(Finish()))
            .Select(answers.Chunk).ToArray();

        var whole = Translated.Answers("Say: ", echo).Whole(
            new JsonObject
            {
                ["choices"] = new JsonArray(new JsonObject { ["message"] = new JsonObject { ["content"] = string.Concat(pieces) } }),
            }.ToJsonString());
        Assert.Equal(before + string.Concat(pieces), Said(chunks));
        Assert.Equal((string?)whole["choices"]![0]!["text"], Said(chunks));
        Assert.Equal("stop", (string?)chunks[^1]!["choices"]![0]!["finish_reason"]);
        Assert.All(chunks[..^1], chunk => Assert.Null(chunk?["choices"]![0]!["finish_reason"]));
    }

    [Fact]
    public void Chunk_EchoWithSeveralChoices_ComesOncePerIndex()
    {
        var answers = Translated.Answers("P", echo: true);
        JsonObject?[] chunks =
        [
            answers.Chunk(Frame(RoleOnly)),
            answers.Chunk(Frame(Delta("a") + "," + Delta("b", 1))),
            answers.Chunk(Frame(Delta("c", 1))),
            answers.Chunk(Frame(Finish() + "," + Finish(1) + "," + Finish(2))),
        ];
        Assert.Equal(["Pa", "Pbc", "P"], [Said(chunks), Said(chunks, 1), Said(chunks, 2)]);
    }

    [Theory]
    [InlineData(RoleOnly)]
    [InlineData("""{"index":0,"delta":{}}""")]
    [InlineData("""{"index":0,"delta":null,"stop_reason":null}""")]
    [InlineData("""{"index":0,"delta":{"reasoning_content":"hm"},"finish_reason":null}""")]
    [InlineData("""{"index":0,"delta":{"tool_calls":[{"index":0}]},"finish_reason":null}""")]
    public void Chunk_WithoutText_IsDropped(string choice)
    {
        Assert.Null(Translated.Answers().Chunk(Frame(choice)));
        Assert.Null(Translated.Answers().Chunk(Frame(choice, ",\"usage\":null")));
    }

    [Theory]
    [InlineData("""{"index":0,"delta":{},"finish_reason":"length"}""", "")]
    [InlineData("""{"index":0,"delta":{"refusal":"No"}}""", "No")]
    [InlineData("""{"index":0,"content_filter_results":{"hate":{}}}""", "")]
    public void Chunk_ThatSaysSomethingElse_IsKept(string choice, string text) =>
        Assert.Equal(text, (string?)Translated.Answers().Chunk(Frame(choice))!["choices"]![0]!["text"]);

    [Fact]
    public void Chunk_OneChoiceSilentAmongOthers_OnlyThatIsLeftOut()
    {
        var choice = Assert.Single(Translated.Answers().Chunk(Frame(RoleOnly + "," + Delta("b", 1)))!["choices"]!.AsArray());
        Assert.Equal(1, (int?)choice!["index"]);
    }

    [Theory]
    [InlineData("""{"id":"chatcmpl-7","choices":[],"usage":{"total_tokens":3,"new":{}}}""")]
    [InlineData("""{"id":"chatcmpl-7","choices":null,"usage":{"total_tokens":3,"new":{}}}""")]
    [InlineData("""{"id":"chatcmpl-7","usage":{"total_tokens":3,"new":{}}}""")]
    [InlineData("""{"id":"chatcmpl-7","choices":[{"index":0,"delta":{}}],"usage":{"total_tokens":3,"new":{}}}""")]
    public void Chunk_UsageOnly_KeepsUsageAndNoChoices(string chunk) => Assert.Equal(
        """{"id":"cmpl-7","object":"text_completion","choices":[],"usage":{"total_tokens":3,"new":{}}}""",
        Encoding.UTF8.GetString(Translated.Answers().Chunk(Encoding.UTF8.GetBytes(chunk))));

    [Fact]
    public void Chunk_Error_PassesAsItStands()
    {
        const string Error = """{"error": {"message":"The server had an error","code":null}}""";
        Assert.Equal(Error, Encoding.UTF8.GetString(Translated.Answers().Chunk(Encoding.UTF8.GetBytes(Error))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[DONE]")]
    [InlineData("{}")]
    [InlineData("7")]
    [InlineData("{\"error\":null}")]
    [InlineData("{\"choices\":{}}")]
    [InlineData("{\"choices\":[null]}")]
    [InlineData("{\"choices\":[{\"delta\":[]}]}")]
    [InlineData("{\"choices\":[{\"delta\":{\"content\":false}}]}")]
    public void Chunk_NotAChunk_Throws(string chunk) =>
        Assert.ThrowsAny<JsonException>(() => Translated.Answers().Chunk(chunk));
}
