using Farebox.Server.Upstreams;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Upstreams.Http;

/// <summary>Giving a call up closes its connection, so that the provider stops, and harms no other call.</summary>
public sealed class CancellationTests : IAsyncDisposable
{
    private readonly ScriptedUpstream _upstream = ScriptedUpstream.Start();
    private readonly Caller _caller;
    private readonly CancellationTokenSource _cancel = new();

    public CancellationTests() => _caller = new Caller(_upstream.BaseUrl, maxConnections: 1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync()
    {
        _cancel.Dispose();
        _caller.Dispose();
        return _upstream.DisposeAsync();
    }

    [Fact]
    public async Task Cancel_WhileTheRequestIsSent_EndsItThere()
    {
        const int Length = 20 << 20;
        using var peer = new RawPeer();
        using var caller = new Caller(peer.BaseUrl, maxConnections: 1);
        var call = caller.BeginAsync(_cancel.Token, new UpstreamBody(new byte[Length]));
        using var connection = await peer.AcceptAsync();
        await connection.ReadSomeAsync();

        await _cancel.CancelAsync();
        await Assert.ThrowsAsync<RequestNotSentException>(() => call);
        Assert.InRange(await connection.ReadToEndAsync(), 0, Length - 1);

        var next = caller.CallAsync();
        using var another = await peer.AcceptAsync();
        await another.ReadRequestAsync();
        await another.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        Assert.Equal((200, ""), await next);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancel_BeforeTheHead_IsSeenByTheUpstream(bool used)
    {
        if (used) await _caller.CallAsync();
        _upstream.Enqueue(Answers.Never());
        var call = _caller.BeginAsync(_cancel.Token);
        for (var i = used ? 2 : 1; i > 0; i--) await _upstream.WaitForRequestAsync(Cancellation);

        // The upstream has the request: another exception than before.
        await _cancel.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => call);
        await _upstream.WaitForDisconnectAsync(Cancellation);
        await AssertGoesOnAsync();
    }

    [Theory]
    [InlineData(BodyFraming.Length)]
    [InlineData(BodyFraming.Chunked)]
    [InlineData(BodyFraming.UntilClose)]
    public async Task Cancel_InTheBody_IsSeenByTheUpstream(BodyFraming framing)
    {
        _upstream.Enqueue(Answers.HeadThenNothing(framing));
        using (var answer = await _caller.BeginAsync(_cancel.Token))
        {
            var reading = answer.ReadAsync(new byte[10], _cancel.Token).AsTask();
            Assert.False(reading.IsCompleted);
            await _cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(Patience.Limit, Cancellation));
            await _upstream.WaitForDisconnectAsync(Cancellation);
        }

        await AssertGoesOnAsync();
    }

    [Fact]
    public async Task Cancel_BetweenTwoReads_IsSeenByTheUpstreamAtOnce()
    {
        _upstream.Enqueue(Answers.HeadThenNothing());
        using (var answer = await _caller.BeginAsync(_cancel.Token))
        {
            await _cancel.CancelAsync();
            await _upstream.WaitForDisconnectAsync(Cancellation);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer.ReadAsync(new byte[10], _cancel.Token).AsTask());
        }

        await AssertGoesOnAsync();
    }

    [Fact]
    public async Task Cancel_AfterTheAnswer_DoesNotTouchTheNextCall()
    {
        using (var answer = await _caller.BeginAsync(_cancel.Token)) await Caller.ReadAsync(answer);
        await _cancel.CancelAsync();

        Assert.Equal(200, (await _caller.CallAsync()).Status);
        Assert.Equal(1, _upstream.ConnectionCount);
    }

    [Fact]
    public async Task Answer_EndedWithoutCancelling_IsSeenByTheUpstream()
    {
        _upstream.Enqueue(Answers.HeadThenNothing());
        using (await _caller.BeginAsync(Cancellation)) Assert.Single(_upstream.Calls);
        await _upstream.WaitForDisconnectAsync(Cancellation);
        await AssertGoesOnAsync();
    }

    // There is one place: a lost one would be waited for in vain.
    private async Task AssertGoesOnAsync()
    {
        Assert.Contains(Answers.DefaultText, (await _caller.CallAsync()).Body, StringComparison.Ordinal);
        Assert.Equal(2, _upstream.ConnectionCount);
    }
}
