using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Relay.Errors;

/// <summary>Rows of the error table about the provider and about this server.</summary>
public sealed class UpstreamRowTests : ErrorFixture
{
    private static readonly string[] Identity = [UpstreamIdentity.Organization, UpstreamIdentity.Machine, UpstreamIdentity.Site, "sk-upstr"];

    protected override void Configure(Platform.Options.FareboxOptions options)
    {
        options.UpstreamAnswerSeconds = 1;
        options.MaxConcurrentCalls = 1;
    }

    [Fact]
    [ErrorRow("400, 404, 413, 422 the provider's")]
    public async Task ProvidersRefusal_ComesThrough_CleanedOfItsIdentity()
    {
        const string type = "invalid_request_error";
        Is(await CallAsync(Answers.BadRequest()), 400, type, "context_length_exceeded", "messages");
        Is(await CallAsync(Answers.ModelNotFound("x")), 404, type, "model_not_found");
        Is(await CallAsync(Answers.Error(413, type, "too_long", "Too long.")), 413, type, "too_long");
        Is(await CallAsync(Answers.Unprocessable()), 422, type, null, "temperature");
    }

    [Fact]
    [ErrorRow("502 upstream_error")]
    public async Task ProvidersOwnTrouble_Is502_AndNeverLooksLikeTheCallers()
    {
        foreach (var trouble in new[] { Answers.WrongKey(), Answers.Forbidden(), Answers.OutOfQuota(), Answers.ServerError() })
            Is(await CallAsync(trouble), 502, "server_error", "upstream_error");
    }

    [Fact]
    [ErrorRow("429 upstream_rate_limited")]
    public async Task ProvidersLimit_Is429_WithItsRetryAfter()
    {
        var call = await CallAsync(Answers.RateLimited(7));
        Is(call, 429, "requests", "upstream_rate_limited");
        Assert.Equal("7", call.Header("Retry-After"));
    }

    [Fact]
    [ErrorRow("504 upstream_timeout")]
    public async Task SlowProvider_Is504() =>
        Is(await CallAsync(Answers.Behind(new Gate(), Answers.Chat("never"))), 504, "server_error", "upstream_timeout");

    [Fact]
    [ErrorRow("503 server_is_overloaded")]
    public async Task OneCallTooMany_Is503_WithWhenToComeBack()
    {
        var gate = new Gate();
        Upstream.Enqueue(Answers.Behind(gate, Answers.Chat("first")));
        var first = Client.PostAsync(Calls.Body());
        await Upstream.WaitForRequestAsync(TestContext.Current.CancellationToken);
        var second = await Client.PostAsync(Calls.Body());
        gate.Open();

        Is(second, 503, "service_unavailable_error", "server_is_overloaded");
        Assert.Equal(("1", "1000"), (second.Header("Retry-After"), second.Header("retry-after-ms")));
        Assert.Equal(200, (await first).Status);
    }

    private async Task<CallResult> CallAsync(Answer answer)
    {
        Upstream.Enqueue(answer);
        var call = await Client.PostAsync(Calls.Body());
        Assert.DoesNotContain(Identity, part => call.Body.Contains(part, StringComparison.Ordinal));
        return call;
    }
}
