using Farebox.Server.Tests.Relay;
using Farebox.Server.Watching;
using Farebox.Testing.Server;
using Farebox.Testing.Upstream;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.Watching;

public sealed class OtlpOptionsTests
{
    [Fact]
    public async Task Grpc_CarriesMetricsAndSpans()
    {
        await using var receiver = await OtlpReceiver.StartAsync(grpc: true);
        await using var upstream = ScriptedUpstream.Start();
        await using (var farebox = await RunningFarebox.StartAsync(
            [upstream], options => (options.OtlpEndpoint, options.OtlpProtocol) = (receiver.Address, "grpc")))
        {
            Assert.Equal(200, (await farebox.With(await farebox.NewKeyAsync()).PostAsync(Calls.Body())).Status);
        }

        // Stopping sends what has gathered.
        Assert.Empty(receiver.Strangers);
        Assert.Contains(receiver.Spans, span => span.Name == "chat gpt-4o-mini");
        Assert.Contains(receiver.Points, point => point.Metric == "gen_ai.server.request.duration");
    }

    [Fact]
    public async Task TraceUpstream_TellsTheUpstreamTheSpanOfItsAttempt()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var upstream = ScriptedUpstream.Start();
        await using (var farebox = await RunningFarebox.StartAsync(
            [upstream], options => (options.OtlpEndpoint, options.TraceUpstream) = (receiver.Address, true)))
        {
            Assert.Equal(200, (await farebox.With(await farebox.NewKeyAsync()).PostAsync(Calls.Body())).Status);
        }

        var attempt = Assert.Single(receiver.Spans, span => span.Kind == 3);
        Assert.Equal($"00-{attempt.TraceId}-{attempt.Id}-01", Assert.Single(upstream.Calls).Header("traceparent"));
    }

    [Fact]
    public async Task TracePercentZero_KeepsNoTraces_ButForClientsThatAsk()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using (var farebox = await RunningFarebox.StartAsync(options: options => (options.OtlpEndpoint, options.TracePercent) = (receiver.Address, 0)))
        {
            var client = farebox.With(await farebox.NewKeyAsync());
            await client.PostAsync(Calls.Body(model: "eliza"));
            client.DefaultRequestHeaders.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
            await client.PostAsync(Calls.Body(model: "eliza"));
        }

        Assert.Equal(["0af7651916cd43dd8448eb211c80319c"], receiver.Spans.Select(span => span.TraceId).Distinct());
    }

    [Fact]
    public async Task CollectorThatIsNotThere_FailsNoCall()
    {
        await using var farebox = await RunningFarebox.StartAsync(options: options => options.OtlpEndpoint = "http://127.0.0.1:9");
        Assert.Equal(200, (await farebox.With(await farebox.NewKeyAsync()).PostAsync(Calls.Body(model: "eliza"))).Status);
    }

    [Fact]
    public async Task NothingSwitchedOn_BuildsNothing()
    {
        await using var farebox = await RunningFarebox.StartAsync();
        var watch = farebox.Services.GetRequiredService<Watch>();
        Assert.Null(watch.Meter);
        Assert.Null(watch.Tracing);
        Assert.Null(watch.Telemetry.Prometheus);
    }
}
