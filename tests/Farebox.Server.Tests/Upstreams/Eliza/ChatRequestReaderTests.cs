using System.Text;
using Farebox.Server.Upstreams.Eliza;

namespace Farebox.Server.Tests.Upstreams.Eliza;

public sealed class ChatRequestReaderTests
{
    [Fact]
    public void TryRead_EveryField_IsRead()
    {
        var request = Accept("""
            {"messages":[{"role":"system","content":"Be kind."},{"role":"user","content":"Hi"}],"seed":-5,"n":3,"stop":["a","b"],
             "max_tokens":9,"max_completion_tokens":7,"stream":true,"stream_options":{"include_usage":true}}
            """);
        Assert.Equal([new ChatMessage("system", "Be kind."), new ChatMessage("user", "Hi")], request.Messages);
        Assert.Equal((-5L, 3, 7, true, true), (request.Seed, request.Choices, request.MaxTokens, request.Stream, request.IncludeUsage));
        Assert.Equal(["a", "b"], request.Stops);
    }

    [Theory]
    [InlineData("")]
    [InlineData(""","seed":null,"n":null,"stop":null,"max_tokens":null,"max_completion_tokens":null,"stream":null,"stream_options":null""")]
    public void TryRead_FieldsAbsentOrNull_TakeTheirDefaults(string fields)
    {
        var request = Accept($$"""{"messages":[{"role":"user","content":"Hi"}]{{fields}}}""");
        Assert.Equal((null, 1, null), (request.Seed, request.Choices, request.MaxTokens));
        Assert.Equal((false, false), (request.Stream, request.IncludeUsage));
        Assert.Empty(request.Stops);
    }

    [Theory]
    [InlineData(""","temperature":"hot","tools":[{"type":"function"}],"logit_bias":{},"zebra":[1]""")]
    [InlineData(""","n":128""")]
    [InlineData(""","stop":"end" """)]
    [InlineData(""","stop":["1","2","3","4"]""")]
    [InlineData(""","seed":9223372036854775807""")]
    [InlineData(""","max_tokens":1""")]
    public void TryRead_UnknownFieldsAndBounds_AreAccepted(string fields)
    {
        Accept($$"""{"messages":[{"role":"user","content":"Hi"}]{{fields}}}""");
    }

    [Theory]
    [InlineData("""{"role":"user","content":[{"type":"text","text":"A"},{"type":"image_url"},{"type":"text","text":"b"}]}""", "A\nb")]
    [InlineData("""{"role":"user","content":[]}""", "")]
    [InlineData("""{"role":"assistant","content":null,"tool_calls":[]}""", "")]
    [InlineData("""{"role":"assistant"}""", "")]
    [InlineData("""{"role":"tool","content":"42","tool_call_id":"x"}""", "42")]
    [InlineData("""{"role":"developer","content":"\ud83d\ude42"}""", "🙂")]
    public void TryRead_MessageForms_GiveTheirText(string message, string text)
    {
        Assert.Equal(text, Assert.Single(Accept($$"""{"messages":[{{message}}]}""").Messages).Text);
    }

    [Theory]
    [InlineData("", "messages", "missing_required_parameter")]
    [InlineData("null", "messages", "missing_required_parameter")]
    [InlineData("[]", "messages", "empty_array")]
    [InlineData("\"Hi\"", "messages", "invalid_type")]
    [InlineData("""["Hi"]""", "messages[0]", "invalid_type")]
    [InlineData("""[{"content":"Hi"}]""", "messages[0].role", "missing_required_parameter")]
    [InlineData("""[{"role":7,"content":"Hi"}]""", "messages[0].role", "invalid_type")]
    [InlineData("""[{"role":"user","content":"Hi"},{"role":"king","content":"Hi"}]""", "messages[1].role", "invalid_value")]
    [InlineData("""[{"role":"user"}]""", "messages[0].content", "missing_required_parameter")]
    [InlineData("""[{"role":"user","content":null}]""", "messages[0].content", "missing_required_parameter")]
    [InlineData("""[{"role":"user","content":5}]""", "messages[0].content", "invalid_type")]
    [InlineData("""[{"role":"user","content":["Hi"]}]""", "messages[0].content[0]", "invalid_type")]
    [InlineData("""[{"role":"user","content":[{"text":"Hi"}]}]""", "messages[0].content[0].type", "missing_required_parameter")]
    [InlineData("""[{"role":"user","content":[{"type":"text"}]}]""", "messages[0].content[0].text", "missing_required_parameter")]
    public void TryRead_BadMessages_NamesTheField(string messages, string param, string code) =>
        Refuse(messages.Length > 0 ? $$"""{"messages":{{messages}}}""" : "{}", param, code);

    [Theory]
    [InlineData("\"n\":0", "n", "integer_below_min_value")]
    [InlineData("\"n\":129", "n", "integer_above_max_value")]
    [InlineData("\"n\":1.5", "n", "invalid_type")]
    [InlineData("\"n\":\"1\"", "n", "invalid_type")]
    [InlineData("\"seed\":1e99", "seed", "invalid_type")]
    [InlineData("\"seed\":9223372036854775808", "seed", "invalid_type")]
    [InlineData("\"max_tokens\":0", "max_tokens", "integer_below_min_value")]
    [InlineData("\"max_tokens\":99999999999", "max_tokens", "integer_above_max_value")]
    [InlineData("\"max_completion_tokens\":true", "max_completion_tokens", "invalid_type")]
    [InlineData("\"stream\":1", "stream", "invalid_type")]
    [InlineData("\"stop\":5", "stop", "invalid_type")]
    [InlineData("\"stop\":[\"a\",5]", "stop[1]", "invalid_type")]
    [InlineData("\"stop\":[\"1\",\"2\",\"3\",\"4\",\"5\"]", "stop", "array_above_max_length")]
    [InlineData("\"stream\":true,\"stream_options\":[]", "stream_options", "invalid_type")]
    [InlineData("\"stream\":true,\"stream_options\":{\"include_usage\":1}", "stream_options.include_usage", "invalid_type")]
    [InlineData("\"stream_options\":{}", "stream_options", null)]
    public void TryRead_BadFields_NamesTheField(string field, string param, string? code) =>
        Refuse($$"""{"messages":[{"role":"user","content":"Hi"}],{{field}}}""", param, code);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"messages\":[{\"role\":\"user\",\"content\":\"\\ud800\"}]}")]
    [InlineData("{\"message\\ud800\":1}")]
    [InlineData("{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]} more")]
    public void TryRead_NotJsonOrNotUnicode_IsRefusedWhole(string json) => Refuse(json, null, null, Encoding.UTF8.GetBytes(json));

    [Fact]
    public void TryRead_BrokenUtf8_IsRefused()
    {
        byte[] json = [.. "{\"messages\":[{\"role\":\"user\",\"content\":\""u8, 0xC3, 0x28, .. "\"}]}"u8];
        Refuse("broken UTF-8", null, null, json);
    }

    private static ChatRequest Accept(string json)
    {
        Assert.True(ChatRequestReader.TryRead(Encoding.UTF8.GetBytes(json), out var request, out var refusal), refusal?.Message);
        return request;
    }

    private static void Refuse(string json, string? param, string? code, byte[]? bytes = null)
    {
        Assert.False(ChatRequestReader.TryRead(bytes ?? Encoding.UTF8.GetBytes(json), out _, out var refusal), json);
        Assert.Equal((400, param, code), (refusal.StatusCode, refusal.Param, refusal.Code));
        Assert.NotEmpty(refusal.Message);
    }
}
