using System.Text;
using Farebox.Contracts.Usage;
using Farebox.Kernel.Money;
using Farebox.Server.Tests.Relay.Errors;
using Farebox.Server.Upstreams;
using Farebox.Testing.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.Relay.Endings;

/// <summary>A connection to an upstream that throws what no connection may throw stands for any bug on a call's way.</summary>
public sealed class BugTests
{
    [Theory]
    [Ending(Ending.Bug)]
    [ErrorRow("500 server_error")]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Bug_CostsNothing(bool stream, bool inTheAnswer)
    {
        await using var farebox = await RunningFarebox.StartAsync(services: services =>
            services.AddSingleton<ConnectUpstream>(settings => new FaultyConnection(inTheAnswer, stream)));
        await RunningFarebox.SendAsync(
            farebox.Admin, HttpMethod.Post, "/v1/system/upstreams",
            new { name = "faulty", kind = "openai", base_url = "http://127.0.0.1:1/v1", models = new[] { "far" } });
        await farebox.PriceAsync(new { model = "far", per_request = "0.001" });
        await farebox.GrantAsync("5");
        var client = farebox.With(await farebox.NewKeyAsync());
        var body = Calls.Body($",\"stream\":{(stream ? "true" : "false")}", "far");

        // Where a part of the answer has left, a cut connection is all that can be told.
        if (stream && inTheAnswer) await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.PostAsync(body));
        else Assert.Equal(500, (await client.PostAsync(body)).Status);

        var record = Assert.Single(await farebox.RecordsAsync());
        Assert.Equal(
            (Outcomes.Failed, "0", "0.001", "none", stream && inTheAnswer ? 200 : 500),
            (record.Outcome, record.ChargeUsd, record.QuoteUsd, record.UsageSource, record.Status));
        Assert.Equal((NanoUsd.Parse("5"), NanoUsd.Zero), await farebox.BalanceAsync());
    }

    private sealed class FaultyConnection(bool inTheAnswer, bool stream) : IUpstreamConnection
    {
        public ValueTask<UpstreamAnswer> SendAsync(UpstreamRequest request, CancellationToken cancellationToken) =>
            inTheAnswer ? new(new FaultyAnswer(stream)) : throw new InvalidOperationException("A bug.");

        public Task<IReadOnlyList<string>> ListModelsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);

        public void Dispose()
        {
        }
    }

    private sealed class FaultyAnswer(bool stream) : UpstreamAnswer
    {
        private static readonly byte[] Frame = Encoding.UTF8.GetBytes("data: {\"choices\":[{\"delta\":{\"content\":\"Hello\"}}]}\n\n");

        private bool _read;

        public override int StatusCode => 200;

        public override string ContentType => stream ? "text/event-stream" : "application/json";

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            if (_read) throw new InvalidOperationException("A bug.");
            _read = true;
            Frame.CopyTo(buffer);
            return new(Frame.Length);
        }

        public override void Dispose()
        {
        }
    }
}
