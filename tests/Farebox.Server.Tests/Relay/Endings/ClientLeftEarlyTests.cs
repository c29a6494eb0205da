using Farebox.Contracts.Usage;
using Farebox.Kernel.Money;
using Farebox.Server.Tests.Upstreams.Http;
using Farebox.Testing.Server;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Relay.Endings;

/// <summary>The client leaves a call that no upstream is at work on.</summary>
public sealed class ClientLeftEarlyTests : EndingFixture
{
    private readonly RawPeer _peer = new();
    private readonly CancellationTokenSource _leaving = new();

    protected override void Configure(Platform.Options.FareboxOptions options) => options.MaxUpstreamConnections = 1;

    public override async ValueTask DisposeAsync()
    {
        _peer.Dispose();
        _leaving.Dispose();
        await base.DisposeAsync();
    }

    // Not a byte of the request leaves before the handshake is done.
    [Theory]
    [Ending(Ending.LeftBeforeTheUpstreamHadIt)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Left_WhileTheUpstreamWasConnectedTo_CostsNothing(bool stream)
    {
        await AddPeerAsync("https");
        var body = Body(stream).Replace(Model, "far", StringComparison.Ordinal);
        var call = Client.BeginAsync(body, _leaving.Token);
        using var connection = await _peer.AcceptAsync();
        await connection.ReadSomeAsync();

        await LeaveAsync(call);

        await AssertChargedAsync(body, Outcomes.ClientClosed, 0, None);
        await connection.ReadToEndAsync();
    }

    [Fact]
    [Ending(Ending.LeftBeforeTheUpstreamHadIt)]
    public async Task Left_WhileWaitingForAConnection_CostsNothing()
    {
        var gate = new Gate();
        Upstream.Enqueue(Answers.Behind(gate, Answers.Chat("first", Usage)));
        var body = Body(stream: false);
        var first = Client.PostAsync(body);
        await Upstream.WaitForRequestAsync(Cancellation);
        var call = Client.BeginAsync(body, _leaving.Token);
        while ((await Farebox.BalanceAsync()).Reserved != new NanoUsd(2 * Quote(body))) Cancellation.ThrowIfCancellationRequested();

        await LeaveAsync(call);

        var record = await OnlyRecordAsync();
        Assert.Equal((Outcomes.ClientClosed, "0", Usd(Quote(body)), None), (record.Outcome, record.ChargeUsd, record.QuoteUsd, record.UsageSource));
        gate.Open();
        Assert.Equal(200, (await first).Status);
        Assert.Equal((Credit - new NanoUsd(Fare(Usage.Prompt, Usage.Completion)), NanoUsd.Zero), await Farebox.BalanceAsync());
        Assert.Single(Upstream.Calls);
    }

    // More than the sockets between can hold, so that a part of it is never sent.
    [Fact]
    [Ending(Ending.LeftBeforeTheUpstreamHadIt)]
    public async Task Left_WhileTheRequestWasSent_CostsNothing()
    {
        await AddPeerAsync("http");
        await Farebox.GrantAsync("100");
        var body = Body(stream: false, $",\"x\":\"{new string('x', 30 << 20)}\"").Replace(Model, "far", StringComparison.Ordinal);
        var call = Client.BeginAsync(body, _leaving.Token);
        using var connection = await _peer.AcceptAsync();
        await connection.ReadSomeAsync();

        await LeaveAsync(call);

        var record = await OnlyRecordAsync();
        Assert.Equal((Outcomes.ClientClosed, "0", Usd(Quote(body)), None), (record.Outcome, record.ChargeUsd, record.QuoteUsd, record.UsageSource));
        Assert.Equal((Credit + NanoUsd.Parse("100"), NanoUsd.Zero), await Farebox.BalanceAsync());
        Assert.InRange(await connection.ReadToEndAsync(), 0, body.Length - 1);
    }

    [Theory]
    [Ending(Ending.LeftBeforeTheUpstreamHadIt)]
    [InlineData(400)]
    [InlineData(500)]
    public async Task Left_WhileARefusalWasRead_CostsNothing(int status)
    {
        var gate = new Gate();
        Upstream.Enqueue(async call =>
        {
            await call.Writer.HeadAsync(status, [new("Content-Type", "application/json")], BodyFraming.Chunked);
            await call.Writer.DrainedAsync();
            await gate.PassAsync(call.Cancelled);
        });
        var call = Client.BeginAsync(Body(stream: false), _leaving.Token);
        await gate.WaitUntilHeldAsync(Cancellation);

        await LeaveAsync(call);

        await AssertChargedAsync(Body(stream: false), Outcomes.ClientClosed, 0, None);
    }

    private async Task AddPeerAsync(string scheme)
    {
        var upstream = new { name = "far", kind = "openai", base_url = $"{scheme}://127.0.0.1:{_peer.Port}/v1", models = new[] { "far" } };
        await RunningFarebox.SendAsync(Farebox.Admin, HttpMethod.Post, "/v1/system/upstreams", upstream);
        await Farebox.PriceAsync(new { model = "far", input = "2", output = "8", per_request = "0.001" });
    }

    private async Task LeaveAsync(Task call)
    {
        await _leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }
}
