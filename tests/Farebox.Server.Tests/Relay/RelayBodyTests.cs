using System.Text;
using Farebox.Contracts.Usage;
using Farebox.Testing.Server;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Relay;

/// <summary>Calls that are not streamed: what goes out, what comes back, what is recorded.</summary>
public sealed class RelayBodyTests : RelayFixture
{
    [Fact]
    public async Task Call_UnderTheUpstreamsOwnName_PassesTheBytesUntouched()
    {
        const string Body = "{ \"model\" : \"gpt-4o-mini\",\r\n \"messages\":[{\"role\":\"user\",\"content\":\"h\\u00e9 \\ud83c\\udfab\"}], \"x_unknown\": [1.50, null, {\"a\":{}}] }";
        Upstream.Enqueue(Answers.Chat("Hi"));

        var call = await Client.PostAsync(Body);

        Assert.Equal(200, call.Status);
        Assert.Equal(Body, Upstream.Calls.Single().BodyText);
    }

    [Fact]
    public async Task Answer_ComesBackByteForByte_WithItsUsageOnRecord()
    {
        const string Answer = "{\"id\":\"x\",  \"choices\":[],\"odd\":\"\\u0041\",\n\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,"
            + "\"prompt_tokens_details\":{\"cached_tokens\":2},\"completion_tokens_details\":{\"reasoning_tokens\":1}}}";
        Upstream.Enqueue(Answers.Status(200, Answer));

        var call = await Client.PostAsync(Calls.Body());

        Assert.Equal(Answer, call.Body);
        var record = await Farebox.RecordAsync(call.RequestId);
        Assert.Equal(
            (Outcomes.Completed, 200, 7, 2, 3, 1, "reported"),
            (record.Outcome, record.Status, record.InputTokens, record.CachedInputTokens, record.OutputTokens, record.ReasoningTokens, record.UsageSource));
        Assert.Equal(("gpt-4o-mini", "gpt-4o-mini", Calls.Chat, false), (record.RequestedModel, record.Model, record.Endpoint, record.Stream));
        Assert.True(record.DurationUs >= record.UpstreamUs && record.UpstreamUs > 0);
    }

    [Fact]
    public async Task Answer_WithoutUsage_IsEstimated()
    {
        Upstream.Enqueue(Answers.Chat("twelve letters and more", usage: null));

        var call = await Client.PostAsync(Calls.Body());

        var record = await Farebox.RecordAsync(call.RequestId);
        Assert.Equal("estimated", record.UsageSource);
        Assert.Equal(6, record.OutputTokens);
        Assert.True(record.InputTokens > 0);
    }

    [Fact]
    public async Task Alias_GoesOutUnderTheModelsName_AndNothingElseChanges()
    {
        Upstream.Enqueue(Answers.Chat("Hi"));

        var call = await Client.PostAsync(Calls.Body(",\"temperature\":0.5", "gpt-3.5-turbo"));

        Assert.Equal("gpt-4o-mini", call.Json.GetProperty("model").GetString());
        Assert.Equal(Calls.Body(",\"temperature\":0.5", "gpt-4o-mini"), Upstream.Calls.Single().BodyText);
        var record = await Farebox.RecordAsync(call.RequestId);
        Assert.Equal(("gpt-3.5-turbo", "gpt-4o-mini", "gpt-4o-mini"), (record.RequestedModel, record.Model, record.UpstreamModel));
    }

    [Fact]
    public async Task Upstream_SeesItsOwnCredential_AndNothingOfTheClient()
    {
        Client.DefaultRequestHeaders.Add("Cookie", "a=b");
        Client.DefaultRequestHeaders.Add("X-Client-Request-Id", "mine-1");

        var call = await Client.PostAsync(Calls.Body());

        var sent = Upstream.Calls.Single();
        Assert.StartsWith("Bearer sk-upstream-", sent.Header("Authorization"), StringComparison.Ordinal);
        Assert.Null(sent.Header("Cookie"));
        Assert.Null(sent.Header("X-Client-Request-Id"));
        Assert.Equal("mine-1", (await Farebox.RecordAsync(call.RequestId)).ClientRequestId);
        Assert.Equal("mine-1", call.Header("X-Client-Request-Id"));
    }

    [Fact]
    public async Task Answer_HasTheHeadersOfEveryAnswer_AndNoneOfTheUpstreams()
    {
        var call = await Client.PostAsync(Calls.Body());

        Assert.Matches("^req_[0-9a-f]{32}$", call.RequestId);
        Assert.Matches("^[0-9]+$", call.Header("openai-processing-ms")!);
        Assert.Equal("2020-10-01", call.Header("openai-version"));
        Assert.StartsWith("org_", call.Header("openai-organization"), StringComparison.Ordinal);
        Assert.All(UpstreamIdentity.Marks, mark => Assert.DoesNotContain(mark, call.Response.Headers.ToString(), StringComparison.Ordinal));
        Assert.False(call.Response.Headers.Contains("Set-Cookie"));
        Assert.False(call.Response.Headers.Contains("x-served-by"));
    }

    [Theory]
    [InlineData("", 400, "invalid_json", null)]
    [InlineData("[]", 400, "invalid_json", null)]
    [InlineData("{\"model\":\"gpt-4o-mini\"", 400, "invalid_json", null)]
    [InlineData("{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"user\"}]} trailing", 400, "invalid_json", null)]
    [InlineData("{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}", 400, "missing_required_parameter", "model")]
    [InlineData("{\"model\":null,\"messages\":[]}", 400, "missing_required_parameter", "model")]
    [InlineData("{\"model\":7,\"messages\":[]}", 400, "invalid_type", "model")]
    [InlineData("{\"model\":\"gpt-4o-mini\"}", 400, "missing_required_parameter", "messages")]
    [InlineData("{\"model\":\"gpt-4o-mini\",\"messages\":{}}", 400, "invalid_type", "messages")]
    [InlineData("{\"model\":\"gpt-4o-mini\",\"messages\":[]}", 400, "invalid_value", "messages")]
    [InlineData("{\"model\":\"gpt-4o-mini\",\"messages\":[7]}", 400, "invalid_type", "messages[0]")]
    [InlineData("{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"},{\"content\":\"x\"}]}", 400, "missing_required_parameter", "messages[1].role")]
    [InlineData("{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":1}]}", 400, "invalid_type", "messages[0].role")]
    [InlineData("{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"user\"}],\"stream\":\"yes\"}", 400, "invalid_type", "stream")]
    [InlineData("{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"user\"}],\"stream_options\":7}", 400, "invalid_type", "stream_options")]
    [InlineData("{\"model\":\"gpt-4o-mini\",\"model\":\"eliza\",\"messages\":[{\"role\":\"user\"}]}", 400, "invalid_value", "model")]
    [InlineData("{\"model\":\"no-such\",\"messages\":[{\"role\":\"user\"}]}", 404, "model_not_found", "model")]
    public async Task BadBody_IsRefusedByName_AndOnRecord(string body, int status, string code, string? param)
    {
        var call = await Client.PostAsync(body);

        Assert.Equal((status, code, param), (call.Status, call.Error.GetProperty("code").GetString(), call.Error.GetProperty("param").GetString()));
        Assert.Empty(Upstream.Calls);
        var record = await Farebox.RecordAsync(call.RequestId);
        Assert.Equal((Outcomes.Refused, status, 0), (record.Outcome, record.Status, record.Attempts));
    }

    [Fact]
    public async Task ModelNameThatIsNotUnicode_Is400()
    {
        var body = Encoding.UTF8.GetBytes(Calls.Body(model: "gpt-4o-mini?"));
        body[Array.IndexOf(body, (byte)'?')] = 0xff;

        var call = await Client.PostAsync(body);

        Assert.Equal((400, "invalid_json"), (call.Status, call.Error.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task ManyMembers_AndNesting_UpToTheLimitPass_BeyondItAreRefused()
    {
        Farebox.Options.MaxJsonDepth = 32;
        string Nested(int depth) => Calls.Body($",\"x\":{new string('[', depth)}{new string(']', depth)}");

        Assert.Equal(200, (await Client.PostAsync(Nested(Farebox.Options.MaxJsonDepth - 2))).Status);
        Assert.Equal("invalid_json", (await Client.PostAsync(Nested(Farebox.Options.MaxJsonDepth + 1))).Error.GetProperty("code").GetString());
    }

    [Fact]
    public async Task OtherSurfaces_AreRelayedToTheirOwnPaths()
    {
        var embeddings = await Client.PostAsync("{\"model\":\"text-embedding-3-small\",\"input\":\"x\"}", "/v1/embeddings");
        var completion = await Client.PostAsync("{\"model\":\"gpt-3.5-turbo-instruct\",\"prompt\":\"x\"}", "/v1/completions");
        var images = await Client.PostAsync("{\"model\":\"gpt-4o-mini\",\"prompt\":\"x\"}", "/v1/images/generations");

        Assert.Equal((200, 200, 200), (embeddings.Status, completion.Status, images.Status));
        Assert.Equal(["/v1/embeddings", "/v1/completions", "/v1/images/generations"], Upstream.Calls.Select(request => request.Path));
        Assert.Equal("/v1/embeddings", (await Farebox.RecordAsync(embeddings.RequestId)).Endpoint);
    }

    [Fact]
    public async Task LegacyCompletion_OfAChatModel_IsTranslatedBothWays()
    {
        await RunningFarebox.SendAsync(Farebox.Admin, HttpMethod.Post, "/v1/system/models/gpt-4o-mini", new { chat_only = true });
        Upstream.AlwaysFor(Calls.Chat, Answers.ByStream(Answers.ChatStream(), Answers.Chat("Hi there")));

        var whole = await Client.PostAsync("{\"model\":\"gpt-4o-mini\",\"prompt\":\"Say\",\"max_tokens\":5}", "/v1/completions");
        var stream = await Client.PostAsync("{\"model\":\"gpt-4o-mini\",\"prompt\":\"Say\",\"stream\":true}", "/v1/completions");

        Assert.Equal(("text_completion", "Hi there"), (whole.Json.GetProperty("object").GetString(), whole.Json.GetProperty("choices")[0].GetProperty("text").GetString()));
        Assert.Equal(Calls.Chat, Upstream.Calls[0].Path);
        Assert.Equal("[DONE]", stream.Events[^1]);
        Assert.All(stream.Events.SkipLast(1), data => Assert.Contains("\"text_completion\"", data, StringComparison.Ordinal));
        Assert.Equal("reported", (await Farebox.RecordAsync(stream.RequestId)).UsageSource);
    }
}
