using System.Text;
using System.Text.Json;

namespace Farebox.Server.Tests.Dialects;

public sealed class CompletionAnswerTests
{
    private const string Hello =
        """
        {"id":"chatcmpl-B9","object":"chat.completion","created":1741570283,"model":"gpt-4o-mini","choices":[{"index":0,"message":
        {"role":"assistant","content":"Hel\"lo\n\u00e9 é","refusal":null},"logprobs":{"content":[]},"finish_reason":"stop"}],
        "usage":{"prompt_tokens":5,"x":{"y":1.0}},"system_fingerprint":"fp_1","service_tier":"default"}
        """;

    [Fact]
    public void Whole_ChatCompletion_BecomesTextCompletion()
    {
        var answer = Encoding.UTF8.GetString(Translated.Answers().Whole(Encoding.UTF8.GetBytes(Hello)));
        Assert.Equal(
            """{"id":"cmpl-B9","object":"text_completion","choices":[{"text":"Hel\"lo\n\u00e9 é","index":0,"logprobs":null,"""
            + "\"finish_reason\":\"stop\"}],\"created\":1741570283,\"model\":\"gpt-4o-mini\","
            + "\"usage\":{\"prompt_tokens\":5,\"x\":{\"y\":1.0}},"
            + "\"system_fingerprint\":\"fp_1\",\"service_tier\":\"default\"}",
            answer);
    }

    [Theory]
    [InlineData("{\"content\":\"a\",\"refusal\":\"b\"}", "a")]
    [InlineData("{\"content\":null,\"refusal\":\"No.\"}", "No.")]
    [InlineData("{\"content\":\"\",\"refusal\":\"No.\"}", "No.")]
    [InlineData("{\"content\":null,\"tool_calls\":[{\"id\":\"1\"}]}", "")]
    [InlineData("{}", "")]
    [InlineData("{\"content\":[{\"type\":\"thinking\",\"thinking\":[]},{\"type\":\"text\",\"text\":\"x\"},{\"text\":\"y\"},7]}", "xy")]
    [InlineData("{\"content\":\"first\",\"content\":\"last\"}", "last")]
    public void Whole_Message_IsContentElseRefusalElseNothing(string message, string text)
    {
        var answer = Translated.Answers().Whole($$"""{"id":"chatcmpl-1","choices":[{"index":0,"message":{{message}}}]}""");
        Assert.Equal(text, (string?)answer["choices"]![0]!["text"]);
    }

    [Theory]
    [InlineData("\"chatcmpl-abc\"", "cmpl-abc")]
    [InlineData("\"cmpl-abc\"", "cmpl-abc")]
    [InlineData("\"chat7\"", "cmpl-chat7")]
    [InlineData("\"\"", "cmpl-")]
    [InlineData("7", "cmpl-")]
    public void Whole_Id_IsACompletions(string id, string expected) =>
        Assert.Equal(expected, (string?)Translated.Answers().Whole($$"""{"id":{{id}},"choices":[]}""")["id"]);

    [Theory]
    [InlineData("\"stop\"", "stop")]
    [InlineData("\"length\"", "length")]
    [InlineData("\"content_filter\"", "content_filter")]
    [InlineData("\"tool_calls\"", "stop")]
    [InlineData("\"function_call\"", "stop")]
    [InlineData("null", null)]
    public void Whole_FinishReason_IsOneThatCompletionsKnow(string reason, string? expected)
    {
        var choice = Translated.Answers().Whole($$"""{"choices":[{"index":0,"message":{},"finish_reason":{{reason}}}]}""")["choices"]![0]!;
        Assert.Equal(expected, (string?)choice["finish_reason"]);
        Assert.True(choice.AsObject().ContainsKey("finish_reason"));
    }

    [Fact]
    public void Whole_SeveralChoices_KeepIndexOrderAndUnknownMembers()
    {
        var answer = Translated.Answers().Whole(
            """{"choices":[{"index":1,"message":{"content":"b"},"stop_reason":"x"},{"message":{"content":"c"}}],"new":{"k":[]}}""");
        var choices = answer["choices"]!.AsArray();
        Assert.Equal([(1, "b"), (1, "c")], choices.Select(choice => ((int)choice!["index"]!, (string?)choice["text"])));
        Assert.Equal("x", (string?)choices[0]!["stop_reason"]);
        Assert.Equal("""{"k":[]}""", answer["new"]!.ToJsonString());
    }

    [Fact]
    public void Whole_Echo_PutsThePromptBeforeEachAnswer()
    {
        var answer = Translated.Answers("Once \"upon\"\n", echo: true)
            .Whole("""{"choices":[{"index":0,"message":{"content":" a"}},{"index":1,"message":{"content":" b"}}]}""");
        Assert.Equal(["Once \"upon\"\n a", "Once \"upon\"\n b"], answer["choices"]!.AsArray().Select(choice => (string?)choice!["text"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"error\":{\"message\":\"no\"}}")]
    [InlineData("{\"choices\":null}")]
    [InlineData("{\"choices\":[7]}")]
    [InlineData("{\"choices\":[{}]}")]
    [InlineData("{\"choices\":[{\"message\":7}]}")]
    [InlineData("{\"choices\":[{\"message\":{\"content\":7}}]}")]
    [InlineData("{\"choices\":[]} {}")]
    [InlineData("{\"choices\":[],\"\\udc00\":1}")]
    public void Whole_NotAChatCompletion_Throws(string chat) =>
        Assert.ThrowsAny<JsonException>(() => Translated.Answers().Whole(chat));
}
