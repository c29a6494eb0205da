using System.Text;
using Farebox.Kernel.Routing;
using Farebox.Server.Relay;
using Farebox.Server.Tests.Credentials;
using Farebox.Server.Tests.Relay;

namespace Farebox.Server.Tests.Hardening;

/// <summary>JSON that is deep, huge, double or not quite text: a 400 that names what is wrong, or passed on as it stands; never a 500.</summary>
public sealed class JsonTests(House<UsualRules> house) : HardeningTest<UsualRules>(house)
{
    private const string Messages = "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]";

    /// <summary>Bodies that no route takes.</summary>
    public static TheoryData<string, byte[]> Unreadable => new()
    {
        { "deep arrays", Encoding.UTF8.GetBytes(new string('[', 10_000) + new string(']', 10_000)) },
        { "deep objects", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 10_000)) + "1" + new string('}', 10_000)) },
        { "deep member", Encoding.UTF8.GetBytes("{\"model\":\"gpt-4o-mini\",\"name\":" + new string('[', 10_000) + new string(']', 10_000) + "}") },
        { "unclosed", Encoding.UTF8.GetBytes(new string('[', 10_000)) },
        { "byte order mark", [0xef, 0xbb, 0xbf, .. "{\"name\":\"x\",\"model\":\"gpt-4o-mini\"}"u8] },
        { "UTF-16", Encoding.Unicode.GetBytes("{\"name\":\"x\"}") },
        { "NUL byte", "{\"name\":\"\0\",\"model\":\"\0\"}"u8.ToArray() },
        { "NUL bytes behind", "{\"name\":\"x\",\"model\":\"gpt-4o-mini\"}\0\0"u8.ToArray() },
        { "not UTF-8", [.. "{\"name\":\""u8, 0xff, 0xfe, .. "\",\"model\":\""u8, 0xff, .. "\"}"u8] },
        { "overlong UTF-8", [.. "{\"name\":\""u8, 0xc0, 0xaf, .. "\",\"model\":\""u8, 0xc0, 0xaf, .. "\"}"u8] },
        { "UTF-8 surrogates", [.. "{\"name\":\""u8, 0xed, 0xa0, 0x80, .. "\",\"model\":\""u8, 0xed, 0xa0, 0x80, .. "\"}"u8] },
        { "half a surrogate", "{\"name\":\"\\ud800\",\"model\":\"\\ud800\"}"u8.ToArray() },
        { "halves in the wrong order", "{\"name\":\"\\udc00\\ud800\",\"model\":\"\\udc00\\ud800\"}"u8.ToArray() },
        { "half a surrogate for a name", "{\"\\ud800\":1,\"model\":7}"u8.ToArray() },
        { "comment", "{/* */\"name\":\"x\",\"model\":\"gpt-4o-mini\"}"u8.ToArray() },
        { "trailing comma", "{\"name\":\"x\",\"model\":\"gpt-4o-mini\",}"u8.ToArray() },
        { "NaN", "{\"name\":NaN,\"model\":NaN}"u8.ToArray() },
        { "two texts", "{\"name\":\"x\",\"model\":\"gpt-4o-mini\"}{\"name\":\"y\"}"u8.ToArray() },
        { "member twice", "{\"name\":\"x\",\"name\":\"y\",\"model\":\"gpt-4o-mini\",\"model\":\"eliza\"}"u8.ToArray() },
        { "member twice, once in escapes", "{\"name\":\"x\",\"n\\u0061me\":\"y\",\"model\":\"gpt-4o-mini\",\"mod\\u0065l\":\"eliza\"}"u8.ToArray() },
        { "huge number", Encoding.UTF8.GetBytes($"{{\"name\":{new string('9', 5000)},\"model\":{new string('9', 5000)}}}") },
        { "huge exponent", "{\"name\":1e999999999,\"model\":1e-999999999}"u8.ToArray() },
    };

    [Theory]
    [MemberData(nameof(Unreadable), DisableDiscoveryEnumeration = true)]
    public async Task UnreadableBody_Is400_OnModelCallsAndManagementAlike(string what, byte[] body)
    {
        foreach (var (client, path) in new[]
        {
            (Client, Calls.Chat), (Client, "/v1/completions"), (Client, "/v1/embeddings"), (Client, "/v1/images/generations"), (Client, "/v1/tokens"),
            (Farebox.Admin, "/v1/organization/projects"), (Farebox.Admin, "/v1/system/vouchers"),
        })
        {
            var call = await client.PostAsync(body, path);
            Assert.True(call.Status == 400, $"{what} at {path}: {call.Status} {call.Body}");
        }

        Assert.Empty(Sent);
        Assert.DoesNotContain(Farebox.Logs.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"max_tokens\":1e999")]
    [InlineData("\"max_tokens\":9223372036854775808")]
    [InlineData("\"max_tokens\":1.5")]
    [InlineData("\"max_tokens\":-1")]
    [InlineData("\"n\":1e3")]
    [InlineData("\"n\":0")]
    [InlineData("\"max_tokens\":5,\"max_tokens\":6")]
    [InlineData("\"max_tokens\":5,\"max_token\\u0073\":6")]
    [InlineData("\"stream\":true,\"stream\":false")]
    [InlineData("\"stream_options\":{\"include_usage\":true,\"include_usage\":false}")]
    [InlineData("\"messages\":[{\"role\":\"user\",\"content\":\"other\"}]")]
    public async Task WhatFaresHangOn_IsOneWholeNumber_Once(string member)
    {
        var call = await Client.PostAsync($"{{\"model\":\"gpt-4o-mini\",{Messages},{member}}}");

        Assert.Equal(400, call.Status);
        Assert.Empty(Sent);
    }

    // Servers that do not tell upper from lower case would believe these.
    [Theory]
    [InlineData("\"Model\":\"gpt-5\"", "model")]
    [InlineData("\"MODEL\":\"gpt-5\"", "model")]
    [InlineData("\"mode\\u004c\":\"gpt-5\"", "model")]
    [InlineData("\"Stream\":true", "stream")]
    [InlineData("\"\u017ftream\":true", "stream")]
    [InlineData("\"\\u017ftream\":true", "stream")]
    [InlineData("\"max_to\u212aens\":1000000", "max_tokens")]
    [InlineData("\"Max_Completion_Tokens\":1000000", "max_completion_tokens")]
    [InlineData("\"N\":100", "n")]
    [InlineData("\"Best_Of\":100", "best_of")]
    [InlineData("\"Tools\":[]", "tools")]
    [InlineData("\"Messages\":[]", "messages")]
    [InlineData("\"Stream_Options\":{}", "stream_options")]
    [InlineData("\"stream_options\":{\"Include_Usage\":false}", "stream_options.include_usage")]
    public async Task MemberThatDiffersInCaseOnly_IsRefused(string member, string param)
    {
        var call = await Client.PostAsync($"{{\"model\":\"gpt-4o-mini\",{Messages},{member}}}");

        Assert.Equal((400, "invalid_value", param), (call.Status, call.Error.GetProperty("code").GetString(), call.Error.GetProperty("param").GetString()));
        Assert.Empty(Sent);
    }

    [Theory]
    [InlineData("{\"role\":\"user\",\"Content\":[]}", "messages[0].content")]
    [InlineData("{\"role\":\"user\",\"Role\":\"system\",\"content\":\"x\"}", "messages[0].role")]
    public async Task MemberOfAMessage_ThatDiffersInCaseOnly_IsRefused(string message, string param)
    {
        var call = await Client.PostAsync($"{{\"model\":\"gpt-4o-mini\",\"messages\":[{message}]}}");

        Assert.Equal((400, param), (call.Status, call.Error.GetProperty("param").GetString()));
    }

    [Theory]
    [InlineData("image_url")]
    [InlineData("Image_Url")]
    [InlineData("image\\u005furl")]
    [InlineData("FILE")]
    public void ImagesInAPrompt_AreCounted_InWhateverCase(string member)
    {
        var body = Encoding.UTF8.GetBytes($"{{\"model\":\"m\",\"messages\":[{{\"role\":\"user\",\"content\":[{{\"{member}\":{{}}}}]}}]}}");

        Assert.Equal(1, RelayRequestReader.Read(body, Surface.ChatCompletions, 100).Request!.Demand.PromptImages);
    }

    [Fact]
    public async Task MembersThatOnlyLookAlike_Pass()
    {
        var body = $"{{\"model\":\"gpt-4o-mini\",{Messages},\"models\":1,\"Metadata\":{{\"Model\":\"x\"}},\"\u00fcser\":1,\"\":2,\"{new string('m', 500)}\":3}}";

        Assert.Equal(200, (await Client.PostAsync(body)).Status);
        Assert.Equal(body, Sent.Single().BodyText);
    }

    [Fact]
    public async Task NulInAName_IsATextLikeAnyOther_ForModels_AndRefusedForNames()
    {
        var call = await Client.PostAsync(Calls.Body(model: "gpt\\u0000-4o"));
        Assert.Equal((404, "model_not_found"), (call.Status, call.Error.GetProperty("code").GetString()));
        Assert.Equal("gpt\0-4o", (await Farebox.RecordAsync(call.RequestId)).RequestedModel);

        await Farebox.Admin.PostText("/v1/organization/projects", "{\"name\":\"a\\u0000b\"}").ExpectError(400, "invalid_value", "name");
    }

    [Fact]
    public async Task AMillionMembers_AndFiveMegabytesOfText_PassToTheUpstream_ButNotToManagement()
    {
        var members = string.Join(',', Enumerable.Range(0, 1_000_000).Select(i => $"\"m{i}\":0"));
        var many = $"{{\"model\":\"gpt-4o-mini\",{Messages},{members}}}";
        var large = Calls.Body().Replace("Hello", new string('x', 5 << 20), StringComparison.Ordinal);

        Assert.Equal(200, (await Client.PostAsync(many)).Status);
        Assert.Equal(200, (await Client.PostAsync(large)).Status);
        Assert.Equal(413, (await Farebox.Admin.PostAsync(many, "/v1/organization/projects")).Status);
        var fewer = $"{{\"name\":\"x\",{members[..500_000]}0\":0}}";
        Assert.Equal("unknown_parameter", (await Farebox.Admin.PostAsync(fewer, "/v1/organization/projects")).Error.GetProperty("code").GetString());
        await Farebox.Admin.Post("/v1/organization/projects", new { name = new string('x', 900_000) }).ExpectError(400, "invalid_value", "name");
        Assert.Equal([many.Length, large.Length], Sent.Select(call => call.Body.Length));
    }
}
