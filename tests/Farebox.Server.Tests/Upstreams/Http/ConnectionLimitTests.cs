using Farebox.Server.Tests.Upstreams.Eliza;
using Farebox.Server.Upstreams;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Upstreams.Http;

/// <summary>How many connections there are, and for how long.</summary>
public sealed class ConnectionLimitTests : IAsyncDisposable
{
    private readonly ScriptedUpstream _upstream = ScriptedUpstream.Start();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _upstream.DisposeAsync();

    [Fact]
    public async Task Call_BeyondTheLimit_WaitsForAPlace()
    {
        using var caller = new Caller(_upstream.BaseUrl, maxConnections: 1);
        var gate = new Gate();
        _upstream.Always(Answers.Behind(gate, Answers.Chat()));
        var first = caller.CallAsync();
        await _upstream.WaitForRequestAsync(Cancellation);
        var second = caller.CallAsync();
        Assert.Single(_upstream.Calls);

        gate.Admit();
        await first;
        await gate.WaitUntilHeldAsync(Cancellation);
        Assert.False(second.IsCompleted);
        gate.Admit();
        Assert.Equal(200, (await second).Status);
        Assert.Equal((1, 2), (_upstream.ConnectionCount, _upstream.Calls.Count));
    }

    [Fact]
    public async Task Call_ThatEnded_GaveBackOnePlaceAndNoMore()
    {
        using var caller = new Caller(_upstream.BaseUrl, maxConnections: 1);
        await caller.CallAsync();
        await _upstream.WaitForRequestAsync(Cancellation);
        var gate = new Gate();
        _upstream.Enqueue(Answers.Behind(gate, Answers.Chat()));
        var second = caller.CallAsync();
        await _upstream.WaitForRequestAsync(Cancellation);
        var third = caller.CallAsync();

        gate.Open();
        await Task.WhenAll(second, third);
        Assert.Equal((1, 3), (_upstream.ConnectionCount, _upstream.Calls.Count));
    }

    [Fact]
    public async Task Call_CancelledWhileWaiting_TakesNoPlaceWithIt()
    {
        using var caller = new Caller(_upstream.BaseUrl, maxConnections: 1);
        using var cancel = new CancellationTokenSource();
        var gate = new Gate();
        _upstream.Enqueue(Answers.Behind(gate, Answers.Chat()));
        var first = caller.CallAsync();
        await _upstream.WaitForRequestAsync(Cancellation);
        var waiting = new[] { caller.BeginAsync(cancel.Token), caller.BeginAsync(cancel.Token) };
        await cancel.CancelAsync();
        foreach (var call in waiting) await Assert.ThrowsAsync<RequestNotSentException>(() => call);

        gate.Open();
        await first;
        Assert.Equal(200, (await caller.CallAsync()).Status);
        Assert.Equal(2, _upstream.Calls.Count);
    }

    [Fact]
    public async Task Call_ThatFails_GivesItsPlaceBack()
    {
        using var caller = new Caller(_upstream.BaseUrl, maxConnections: 1);
        Answer[] failures = [Answers.Garbage(), Answers.CloseAtOnce(), Answers.ResetAtOnce(), Answers.HalfHead(), Answers.CutChat(9)];
        foreach (var broken in failures)
        {
            _upstream.Enqueue(broken);
            await caller.FailAsync();
        }

        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => caller.BeginAsync(cancelled.Token));
        Assert.Equal(200, (await caller.CallAsync()).Status);
    }

    [Fact]
    public async Task Call_ThatCannotConnect_GivesItsPlaceBack()
    {
        using var caller = new Caller(_upstream.BaseUrl, maxConnections: 1);
        await _upstream.DisposeAsync();
        for (var i = 0; i < 2; i++) await caller.FailAsync();

        await using var again = ScriptedUpstream.Start(_upstream.Port);
        Assert.Equal(200, (await caller.CallAsync()).Status);
    }

    [Fact]
    public async Task IdleConnection_IsClosedAfterAMinute()
    {
        var clock = new ManualClock();
        using var peer = new RawPeer();
        using var caller = new Caller(peer.BaseUrl, clock: clock);
        var call = caller.CallAsync();
        using var connection = await peer.AcceptAsync();
        await AnswerAsync(connection);
        await call;

        for (var i = 0; i < 2; i++) clock.Advance(TimeSpan.FromSeconds(20));
        call = caller.CallAsync();
        await AnswerAsync(connection);
        await call;
        Assert.False(peer.HasMore);

        for (var i = 0; i < 3; i++) clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(0, await connection.ReadToEndAsync());
    }

    [Fact]
    public async Task BusyConnection_IsClosedAfterTenMinutes()
    {
        var clock = new ManualClock();
        using var caller = new Caller(_upstream.BaseUrl, clock: clock);
        for (var seconds = 0; seconds < 600; seconds += 20)
        {
            await caller.CallAsync();
            clock.Advance(TimeSpan.FromSeconds(20));
        }

        Assert.Equal(1, _upstream.ConnectionCount);
        await caller.CallAsync();
        Assert.Equal(2, _upstream.ConnectionCount);
    }

    [Fact]
    public async Task Dispose_ClosesWhatIsIdleAndLetsRunningCallsEnd()
    {
        var caller = new Caller(_upstream.BaseUrl);
        var gate = new Gate();
        _upstream.Always(Answers.Behind(gate, Answers.Chat()));
        var running = caller.CallAsync();
        await _upstream.WaitForRequestAsync(Cancellation);
        using var peer = new RawPeer();
        var other = new Caller(peer.BaseUrl);
        var call = other.CallAsync();
        using var idle = await peer.AcceptAsync();
        await AnswerAsync(idle);
        await call;

        caller.Dispose();
        other.Dispose();
        Assert.Equal(0, await idle.ReadToEndAsync());
        gate.Open();
        Assert.Equal(200, (await running).Status);
    }

    private static async Task AnswerAsync(RawConnection connection)
    {
        await connection.ReadRequestAsync();
        await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    }
}
