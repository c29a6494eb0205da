using Farebox.Contracts.Usage;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Relay;

/// <summary>What the client gets, and what the usage record says, when the upstream refuses or fails before any byte was relayed.</summary>
public sealed class RelayFailureTests : RelayFixture
{
    public static TheoryData<string, int, string, string?, string> Cases => new()
    {
        { "bad-request", 400, "invalid_request_error", "context_length_exceeded", Outcomes.UpstreamRefused },
        { "not-found", 404, "invalid_request_error", "model_not_found", Outcomes.UpstreamRefused },
        { "unprocessable", 422, "invalid_request_error", null, Outcomes.UpstreamRefused },
        { "rate-limited", 429, "requests", "upstream_rate_limited", Outcomes.UpstreamRefused },
        { "wrong-key", 502, "server_error", "upstream_error", Outcomes.UpstreamFailed },
        { "forbidden", 502, "server_error", "upstream_error", Outcomes.UpstreamFailed },
        { "out-of-quota", 502, "server_error", "upstream_error", Outcomes.UpstreamFailed },
        { "wrong-key-as-400", 502, "server_error", "upstream_error", Outcomes.UpstreamFailed },
        { "billing-as-429", 502, "server_error", "upstream_error", Outcomes.UpstreamFailed },
        { "server-error", 502, "server_error", "upstream_error", Outcomes.UpstreamFailed },
        { "error-page", 502, "server_error", "upstream_error", Outcomes.UpstreamFailed },
        { "broken-error", 400, "invalid_request_error", null, Outcomes.UpstreamRefused },
        { "garbage", 502, "server_error", "upstream_error", Outcomes.UpstreamFailed },
        { "close", 502, "server_error", "upstream_error", Outcomes.UpstreamFailed },
        { "reset", 502, "server_error", "upstream_error", Outcomes.UpstreamFailed },
        { "half-head", 502, "server_error", "upstream_error", Outcomes.UpstreamFailed },
        { "cut-body", 502, "server_error", "upstream_error", Outcomes.UpstreamFailed },
        { "reset-body", 502, "server_error", "upstream_error", Outcomes.UpstreamFailed },
        { "bad-chunk", 502, "server_error", "upstream_error", Outcomes.UpstreamFailed },
        { "huge-length", 502, "server_error", "upstream_error", Outcomes.UpstreamFailed },
        { "foreign-media-type", 502, "server_error", "upstream_error", Outcomes.UpstreamFailed },
        { "html-200", 502, "server_error", "upstream_error", Outcomes.UpstreamFailed },
        { "broken-json-200", 502, "server_error", "upstream_error", Outcomes.UpstreamFailed },
        { "redirect", 502, "server_error", "upstream_error", Outcomes.UpstreamFailed },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task UpstreamFailure_BecomesTheDocumentedError(string name, int status, string type, string? code, string outcome)
    {
        Upstream.Enqueue(AnswerOf(name));

        var call = await Client.PostAsync(Calls.Body());

        Assert.Equal(status, call.Status);
        Assert.Equal(type, call.Error.GetProperty("type").GetString());
        Assert.Equal(code, call.Error.GetProperty("code").GetString());
        Assert.True(call.Error.TryGetProperty("param", out _));
        Assert.All(UpstreamIdentity.Marks, mark => Assert.DoesNotContain(mark, call.Body + call.Response.Headers, StringComparison.Ordinal));
        Assert.DoesNotContain("127.0.0.1", call.Body, StringComparison.Ordinal);
        Assert.Equal(name == "rate-limited" ? "7" : null, call.Header("Retry-After"));

        var record = await Farebox.RecordAsync(call.RequestId);
        Assert.Equal((outcome, status, code, 1), (record.Outcome, record.Status, record.ErrorCode, record.Attempts));
        Assert.Equal((0, 0, "none"), (record.InputTokens, record.OutputTokens, record.UsageSource));
        Assert.Single(Upstream.Calls);
    }

    [Fact]
    public async Task UpstreamNotThere_Is502_AndTheOperatorIsTold()
    {
        await Upstream.DisposeAsync();

        var call = await Client.PostAsync(Calls.Body());

        Assert.Equal((502, "upstream_error"), (call.Status, call.Error.GetProperty("code").GetString()));
        var upstreams = await Farebox.GetAsync("/v1/system/upstreams");
        Assert.Equal("failing", upstreams.GetProperty("data")[0].GetProperty("health").GetString());
    }

    [Fact]
    public async Task UpstreamsOwnCredential_IsStruckOut_WhateverItLooksLike()
    {
        Upstream.Enqueue(call =>
        {
            var credential = call.Request.Header("Authorization")!["Bearer ".Length..];
            return Answers.Error(400, credential, credential, $"The key {credential} is not for this.", credential)(call);
        });

        var call = await Client.PostAsync(Calls.Body());

        Assert.DoesNotContain(Upstream.Calls.Single().Header("Authorization")!["Bearer ".Length..], call.Body, StringComparison.Ordinal);
        Assert.Contains("is not for this", call.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AdminKey_IsRefusedForItsScope_AndNothingIsSent()
    {
        var call = await Farebox.Admin.PostAsync(Calls.Body());

        Assert.Equal((401, null), (call.Status, call.Error.GetProperty("code").GetString()));
        Assert.Contains("Missing scopes: model.request:chat", call.Error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Empty(Upstream.Calls);
        Assert.Empty(await Farebox.RecordsAsync());
    }

    private static Answer AnswerOf(string name) => name switch
    {
        "bad-request" => Answers.BadRequest(),
        "not-found" => Answers.ModelNotFound("gpt-4o-mini"),
        "unprocessable" => Answers.Unprocessable(),
        "rate-limited" => Answers.RateLimited(7),
        "wrong-key" => Answers.WrongKey(),
        "forbidden" => Answers.Forbidden(),
        "out-of-quota" => Answers.OutOfQuota(),
        "wrong-key-as-400" => Answers.Error(400, "invalid_request_error", "invalid_api_key", "API key not valid: AIzaSyUnmistakable"),
        "billing-as-429" => Answers.Error(429, "billing", "billing_not_active", "Your account is not active."),
        "server-error" => Answers.ServerError(),
        "error-page" => Answers.ErrorPage(502),
        "broken-error" => Answers.BrokenJson(400),
        "garbage" => Answers.Garbage(),
        "close" => Answers.CloseAtOnce(),
        "reset" => Answers.ResetAtOnce(),
        "half-head" => Answers.HalfHead(),
        "cut-body" => Answers.CutChat(100),
        "reset-body" => Answers.CutChat(100, BodyFraming.Chunked, reset: true),
        "bad-chunk" => Answers.BadChunk(),
        "huge-length" => async call =>
        {
            await call.Writer.HeadAsync(200, [new("Content-Type", "application/json")], BodyFraming.Length, long.MaxValue);
            call.Writer.Close();
        },
        "foreign-media-type" => Answers.Status(200, "{}", "application/jsön"),
        "html-200" => Answers.ErrorPage(200),
        "broken-json-200" => Answers.BrokenJson(200),
        "redirect" => Answers.Redirect("http://127.0.0.1:1/v1/chat/completions"),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };
}
