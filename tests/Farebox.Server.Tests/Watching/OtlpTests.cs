using Farebox.Server.Platform.Options;
using Farebox.Server.Tests.Relay;
using Farebox.Server.Watching;
using Farebox.Testing.Upstream;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.Watching;

/// <summary>What a collector gets of real calls.</summary>
public sealed class OtlpTests : RelayFixture
{
    private const int Server = 2;
    private const int Client_ = 3;
    private const int Error = 2;
    private const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private OtlpReceiver _receiver = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public override async ValueTask InitializeAsync()
    {
        _receiver = await OtlpReceiver.StartAsync();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Assert.Empty(_receiver.Strangers);
        await _receiver.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Call_BecomesASpanAndOneForItsAttempt()
    {
        Upstream.Enqueue(Answers.Chat("A secret answer", new TokenUsage(20, 30)));
        var call = await Client.PostAsync(Calls.Body(",\"user\":\"secret-user\""));

        var (span, attempts) = await SpansAsync(call.RequestId);
        Assert.Equal(("chat gpt-4o-mini", Server, "", 0, "farebox"), (span.Name, span.Kind, span.ParentId, span.Status, span.Resource));
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["gen_ai.operation.name"] = "chat", ["gen_ai.provider.name"] = "openai", ["gen_ai.request.model"] = "gpt-4o-mini",
                ["gen_ai.response.model"] = "gpt-4o-mini", ["gen_ai.usage.input_tokens"] = "20", ["gen_ai.usage.output_tokens"] = "30",
                ["farebox.upstream"] = "scripted-0", ["farebox.request.id"] = call.RequestId, ["farebox.outcome"] = "completed",
                ["farebox.stream"] = "false", ["http.response.status_code"] = "200",
            },
            span.Attributes);
        var attempt = Assert.Single(attempts);
        Assert.Equal(("chat gpt-4o-mini", Client_, span.TraceId, 0), (attempt.Name, attempt.Kind, attempt.TraceId, attempt.Status));
        Assert.Equal(("openai", "200"), (attempt.Attributes["gen_ai.provider.name"], attempt.Attributes["http.response.status_code"]));
        Assert.Null(Assert.Single(Upstream.Calls).Header("traceparent"));
        Assert.All(_receiver.Teams, team => Assert.Equal("blue", team));
    }

    [Fact]
    public async Task Stream_IsPartOfTheClientsTrace()
    {
        Upstream.Enqueue(Answers.ChatStream(new StreamScript { Usage = new TokenUsage(20, 11) }));
        using var request = new HttpRequestMessage(HttpMethod.Post, Calls.Chat) { Content = new StringContent(Calls.Body(",\"stream\":true")) };
        request.Headers.Add("traceparent", Parent);
        using var response = await Client.SendAsync(request, Cancelled);
        await response.Content.ReadAsStringAsync(Cancelled);

        var (span, attempts) = await SpansAsync(response.Headers.GetValues("x-request-id").Single());
        Assert.Equal(("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"), (span.TraceId, span.ParentId));
        Assert.Equal(("true", "11"), (span.Attributes["farebox.stream"], span.Attributes["gen_ai.usage.output_tokens"]));
        Assert.Equal(span.TraceId, Assert.Single(attempts).TraceId);
    }

    [Fact]
    public async Task ClientThatDoesNotKeepItsTrace_IsHeeded()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Calls.Chat) { Content = new StringContent(Calls.Body()) };
        request.Headers.Add("traceparent", Parent[..^1] + "0");
        using var response = await Client.SendAsync(request, Cancelled);
        await SpansAsync((await Client.PostAsync(Calls.Body())).RequestId);
        Assert.DoesNotContain(_receiver.Spans, span => span.TraceId == "0af7651916cd43dd8448eb211c80319c");
    }

    [Fact]
    public async Task Refusal_HasASpanWithoutTheClientsWords()
    {
        var call = await Client.PostAsync(Calls.Body(model: "my-secret-plan"));
        var (span, attempts) = await SpansAsync(call.RequestId);
        Assert.Equal(("chat", Server, 0, "model_not_found", "404"),
            (span.Name, span.Kind, span.Status, span.Attributes["error.type"], span.Attributes["http.response.status_code"]));
        Assert.Equal("farebox", span.Attributes["gen_ai.provider.name"]);
        Assert.Empty(attempts);
        Assert.DoesNotContain(_receiver.Spans, other => other.ToString().Contains("secret", StringComparison.Ordinal) || other.Attributes.Values.Any(Secret));
    }

    [Fact]
    public async Task FailedUpstream_IsAnErrorOfItsAttemptAndOfTheCall()
    {
        await using var second = ScriptedUpstream.Start();
        second.Always(Answers.ServerError());
        await Farebox.AddUpstreamAsync("second", second);
        Upstream.Always(Answers.Error(500, "secret_type", "secret_code", "secret words"));
        var call = await Client.PostAsync(Calls.Body());

        var (span, attempts) = await SpansAsync(call.RequestId);
        Assert.Equal((Error, "upstream_error", "502", "second"),
            (span.Status, span.Attributes["error.type"], span.Attributes["http.response.status_code"], span.Attributes["farebox.upstream"]));
        Assert.Equal(["scripted-0", "second"], attempts.Select(attempt => attempt.Attributes["farebox.upstream"]));
        Assert.All(attempts, attempt => Assert.Equal((Error, "500"), (attempt.Status, attempt.Attributes["http.response.status_code"])));
        Assert.DoesNotContain(_receiver.Spans, other => other.Attributes.Values.Any(Secret));
    }

    [Fact]
    public async Task RefusalOfAnUpstream_IsAnErrorOfItsAttemptOnly_WithoutItsWords()
    {
        Upstream.Always(Answers.Error(400, "secret_type", "secret_code", "secret words"));
        var call = await Client.PostAsync(Calls.Body());

        var (span, attempts) = await SpansAsync(call.RequestId);
        Assert.Equal((0, "upstream_refused", "400"), (span.Status, span.Attributes["error.type"], span.Attributes["http.response.status_code"]));
        var attempt = Assert.Single(attempts);
        Assert.Equal((Error, "upstream_refused", "400"),
            (attempt.Status, attempt.Attributes["error.type"], attempt.Attributes["http.response.status_code"]));
        Assert.DoesNotContain(_receiver.Spans, other => other.Attributes.Values.Any(Secret));
    }

    [Fact]
    public async Task Metrics_AreSentToo()
    {
        Upstream.Enqueue(Answers.Chat("Hello", new TokenUsage(20, 30)));
        await Client.PostAsync(Calls.Body());
        Farebox.Services.GetRequiredService<Watch>().Telemetry.Flush();

        var duration = Assert.Single(_receiver.Points, point => point.Metric == "gen_ai.server.request.duration");
        Assert.Equal((1, "s", "chat", "gpt-4o-mini"),
            (duration.Count, duration.Unit, duration.Attributes["gen_ai.operation.name"], duration.Attributes["gen_ai.request.model"]));
        var usage = _receiver.Points.Where(point => point.Metric == "gen_ai.client.token.usage").ToDictionary(point => point.Attributes["gen_ai.token.type"]);
        Assert.Equal((20, 30), (usage["input"].Sum, usage["output"].Sum));
        Assert.Contains(_receiver.Points, point => point.Metric == "farebox.journal.accepting" && point.Sum == 1);
        using var scrape = await Farebox.Admin.GetAsync(new Uri("/metrics", UriKind.Relative), Cancelled);
        Assert.Equal(404, (int)scrape.StatusCode);
    }

    protected override void Configure(FareboxOptions options) => (options.OtlpEndpoint, options.OtlpHeaders) = (_receiver.Address, "x-team=blue");

    private static bool Secret(string text) => text.Contains("secret", StringComparison.OrdinalIgnoreCase);

    /// <summary>The span of a call, which ends just after its client has the answer, and those below it.</summary>
    private async Task<(ReceivedSpan Span, List<ReceivedSpan> Attempts)> SpansAsync(string requestId)
    {
        var telemetry = Farebox.Services.GetRequiredService<Watch>().Telemetry;
        using var patience = new CancellationTokenSource(Patience.Limit);
        while (true)
        {
            telemetry.Flush();
            if (_receiver.Spans.FirstOrDefault(span => span.Attributes.GetValueOrDefault("farebox.request.id") == requestId) is { } found)
                return (found, [.. _receiver.Spans.Where(span => span.ParentId == found.Id)]);
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
