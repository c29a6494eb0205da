using System.Text;
using System.Text.Json.Nodes;
using Farebox.Server.Dialects;

namespace Farebox.Server.Tests.Dialects;

public sealed class CompletionsDialectTests
{
    [Theory]
    [InlineData("""{"model":"m","prompt":"Say \"hi\"\n\u00e9 é 😀"}""", "Say \"hi\"\né é 😀")]
    [InlineData("""{"model":"m","prompt":["one"]}""", "one")]
    [InlineData("""{"model":"m","prompt":""}""", "")]
    [InlineData("""{"model":"m","prompt":null}""", "")]
    [InlineData("""{"model":"m"}""", "")]
    [InlineData("""{"model":"m","pr\u006fmpt":"escaped name"}""", "escaped name")]
    [InlineData("""{"model":"m","prompt":"first","prompt":"last"}""", "last")]
    public void ToChat_OnePrompt_BecomesOneUserMessage(string legacy, string content)
    {
        var chat = Translated.Request(legacy);
        var message = Assert.Single(chat["messages"]!.AsArray())!.AsObject();
        Assert.Equal(["role", "content"], message.Select(member => member.Key));
        Assert.Equal("user", (string?)message["role"]);
        Assert.Equal(content, (string?)message["content"]);
        Assert.Equal(["model", "max_tokens", "messages"], chat.Select(member => member.Key));
        Assert.Equal("m", (string?)chat["model"]);
    }

    [Theory]
    [InlineData("""["a","b"]""", "prompt", "invalid_value", "one request per prompt")]
    [InlineData("""["a",1]""", "prompt", "invalid_value", "one request per prompt")]
    [InlineData("[1,2,3]", "prompt", "invalid_value", "text as a string")]
    [InlineData("[[1,2],[3]]", "prompt", "invalid_value", "text as a string")]
    [InlineData("[]", "prompt", "invalid_value", "Send a string")]
    [InlineData("[null]", "prompt[0]", "invalid_type", "a string")]
    [InlineData("[{}]", "prompt[0]", "invalid_type", "a string")]
    [InlineData("7", "prompt", "invalid_type", "a string")]
    [InlineData("true", "prompt", "invalid_type", "a string")]
    [InlineData("{}", "prompt", "invalid_type", "a string")]
    public void ToChat_OtherPrompts_AreRefusedByName(string prompt, string param, string code, string advice)
    {
        var error = Translated.Refusal($$"""{"model":"m","prompt":{{prompt}}}""");
        Assert.Equal((400, "invalid_request_error", code, param), (error.Status, error.Type, error.Code, error.Param));
        Assert.Contains(advice, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"suffix\":null,\"best_of\":null,\"logprobs\":null,\"echo\":null")]
    [InlineData("\"suffix\":\"\"")]
    [InlineData("\"best_of\":0")]
    [InlineData("\"best_of\":1")]
    [InlineData("\"logprobs\":false")]
    [InlineData("\"echo\":false")]
    [InlineData("\"echo\":true")]
    public void ToChat_LegacyFieldsThatAskForNothing_AreLeftOut(string fields) =>
        Assert.Equal(
            ["model", "max_tokens", "messages"],
            Translated.Request($$"""{"model":"m","prompt":"p",{{fields}}}""").Select(member => member.Key));

    [Theory]
    [InlineData("\"suffix\":\"end\"", "suffix", "unsupported_parameter")]
    [InlineData("\"suffix\":1", "suffix", "invalid_type")]
    [InlineData("\"best_of\":2", "best_of", "unsupported_parameter")]
    [InlineData("\"best_of\":2,\"n\":null", "best_of", "unsupported_parameter")]
    [InlineData("\"best_of\":3,\"n\":2", "best_of", "unsupported_parameter")]
    [InlineData("\"n\":2,\"best_of\":3", "best_of", "unsupported_parameter")]
    [InlineData("\"best_of\":1.5", "best_of", "invalid_type")]
    [InlineData("\"best_of\":\"2\"", "best_of", "invalid_type")]
    [InlineData("\"logprobs\":0", "logprobs", "unsupported_parameter")]
    [InlineData("\"logprobs\":5", "logprobs", "unsupported_parameter")]
    [InlineData("\"logprobs\":true", "logprobs", "unsupported_parameter")]
    [InlineData("\"echo\":1", "echo", "invalid_type")]
    [InlineData("\"messages\":[]", "messages", "unsupported_parameter")]
    [InlineData("\"max_tokens\":1,\"max_completion_tokens\":1", "max_completion_tokens", "invalid_value")]
    public void ToChat_WhatAChatCannotSay_IsRefusedByName(string fields, string param, string code)
    {
        var error = Translated.Refusal($$"""{"model":"m","prompt":"p",{{fields}}}""");
        Assert.Equal((400, "invalid_request_error", code, param), (error.Status, error.Type, error.Code, error.Param));
        Assert.Contains($"'{param}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToChat_BestOfAsManyAsN_IsNAlone()
    {
        var chat = Translated.Request("""{"model":"m","prompt":"p","best_of":2,"n":2}""");
        Assert.Equal(2, (int?)chat["n"]);
        Assert.False(chat.ContainsKey("best_of"));
    }

    [Theory]
    [InlineData("", "gpt-4o", "max_tokens", 16)]
    [InlineData(",\"max_tokens\":null", "gpt-4o", "max_tokens", 16)]
    [InlineData(",\"max_tokens\":300", "gpt-4o", "max_tokens", 300)]
    [InlineData(",\"max_tokens\":0", "gpt-4o", "max_tokens", 0)]
    [InlineData("", "o3-mini", "max_completion_tokens", 16)]
    [InlineData(",\"max_tokens\":300", "o3-mini", "max_completion_tokens", 300)]
    [InlineData(",\"max_completion_tokens\":300", "o3-mini", "max_completion_tokens", 300)]
    [InlineData(",\"max_completion_tokens\":300,\"max_tokens\":null", "gpt-4o", "max_tokens", 300)]
    public void ToChat_OutputLimit_KeepsLegacyDefaultUnderTheModelsName(string fields, string upstreamModel, string name, int limit)
    {
        var chat = Translated.Request($$"""{"model":"m","prompt":"p"{{fields}}}""", upstreamModel);
        Assert.Equal(limit, (int?)chat[name]);
        Assert.Single(chat, member => member.Key.StartsWith("max_", StringComparison.Ordinal));
    }

    [Fact]
    public void ToChat_EverythingElse_IsCopiedByteForByte()
    {
        const string Rest =
            "\"temperature\":0.70,\"top_p\":1e0,\"n\":2,\"stop\":[\"\\n\",\"\\u0041\"],\"presence_penalty\":-0.0,\"frequency_penalty\":2,"
            + "\"logit_bias\":{\"50256\":-100},\"user\":\"ü\",\"seed\":9223372036854775808,\"stream\":true,"
            + "\"stream_options\":{\"include_usage\":true},\"x+<new>é\":{\"a\" : [1, {}]},\"twice\":1,\"twice\":2";
        var chat = Translated.RequestText($$"""{"model":"te\u0078t","prompt":"p",{{Rest}}}""");
        Assert.Equal(
            $$$"""{{{{Rest}}},"model":"te\u0078t","max_tokens":16,"messages":[{"role":"user","content":"p"}]}""", chat);
    }

    [Theory]
    [InlineData(999, true)]
    [InlineData(1000, false)]
    public void ToChat_DeepMember_PassesAsDeepAsTheRelayCanAllow(int arrays, bool accepted)
    {
        var deep = new string('[', arrays) + new string(']', arrays);
        var (body, _, error) = CompletionsDialect.ToChat(Encoding.UTF8.GetBytes($$"""{"model":"m","deep":{{deep}}}"""), "m");
        Assert.Equal(accepted, body is not null);
        Assert.Equal(accepted ? null : "invalid_json", error?.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"model\":")]
    [InlineData("{} x")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"\\ud800\":1}")]
    public void ToChat_NotAnObject_IsRefused(string legacy)
    {
        var error = Translated.Refusal(legacy);
        Assert.Equal((400, "invalid_json"), (error.Status, error.Code));
    }

    [Fact]
    public void ToChat_HalfASurrogatePairInThePrompt_PassesAsItStands()
    {
        var chat = Translated.RequestText("""{"model":"m","prompt":"a\ud83d"}""");
        Assert.Contains("\"content\":\"a\\ud83d\"", chat, StringComparison.Ordinal);
        Assert.NotNull(JsonNode.Parse(chat));
    }
}
