using Farebox.Server.Upstreams;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Upstreams.Http;

/// <summary>Which connections carry a second call, and which must not.</summary>
public sealed class ConnectionReuseTests : IAsyncDisposable
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private readonly ScriptedUpstream _upstream = ScriptedUpstream.Start();
    private readonly Caller _caller;

    public ConnectionReuseTests() => _caller = new Caller(_upstream.BaseUrl);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync()
    {
        _caller.Dispose();
        return _upstream.DisposeAsync();
    }

    [Theory]
    [InlineData(BodyFraming.Length)]
    [InlineData(BodyFraming.Chunked)]
    public async Task Calls_AfterOneAnother_UseOneConnection(BodyFraming framing)
    {
        _upstream.Always(Answers.Chat("yes", TokenUsage.Typical, framing));
        for (var i = 0; i < 3; i++) Assert.Equal(200, (await _caller.CallAsync()).Status);
        Assert.Equal((1, 3), (_upstream.ConnectionCount, _upstream.Calls.Count));
    }

    [Fact]
    public async Task Calls_AtOnce_UseAConnectionEach()
    {
        var gate = new Gate();
        _upstream.Always(Answers.Behind(gate, Answers.Chat()));
        var calls = new[] { _caller.CallAsync(), _caller.CallAsync() };
        for (var i = 0; i < 2; i++) await _upstream.WaitForRequestAsync(Cancellation);
        gate.Open();
        await Task.WhenAll(calls);
        Assert.Equal(2, _upstream.ConnectionCount);
    }

    [Fact]
    public async Task Answer_NotReadToItsEnd_IsNotFollowedByAnotherCall()
    {
        _upstream.Enqueue(Answers.LargeChat(1 << 20));
        using (var answer = await _caller.BeginAsync(Cancellation)) Assert.True(await answer.ReadAsync(new byte[10], Cancellation) > 0);

        Assert.Contains(Answers.DefaultText, (await _caller.CallAsync()).Body, StringComparison.Ordinal);
        Assert.Equal(2, _upstream.ConnectionCount);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public async Task Answer_ReadButForItsEndMark_IsFollowedByAnotherCallOnlyIfTheMarkHasCome(bool came, int connections)
    {
        var end = new Gate();
        _upstream.Enqueue(async call =>
        {
            await call.Writer.HeadAsync(200, [], BodyFraming.Chunked);
            await call.Writer.WriteAsync("ok"u8.ToArray());
            await end.PassAsync(call.Cancelled);
            await call.Writer.EndAsync();
        });
        using (var answer = await _caller.BeginAsync(Cancellation))
        {
            Assert.Equal(2, await answer.ReadAsync(new byte[10], Cancellation));
            if (came) end.Open();
            if (came) await (await _upstream.WaitForRequestAsync(Cancellation)).Ended;
        }

        Assert.Equal(200, (await _caller.CallAsync()).Status);
        Assert.Equal(connections, _upstream.ConnectionCount);
    }

    [Fact]
    public async Task Answer_EndedTwice_FreesItsConnectionOnce()
    {
        var answer = await _caller.BeginAsync(Cancellation);
        await Caller.ReadAsync(answer);
        answer.Dispose();
        answer.Dispose();
        Assert.Equal(0, await answer.ReadAsync(new byte[10], Cancellation));

        await Task.WhenAll(_caller.CallAsync(), _caller.CallAsync());
        Assert.Equal(3, _upstream.Calls.Count);
        Assert.Empty(_upstream.Faults);
    }

    [Fact]
    public async Task Connection_WithBytesBehindTheAnswer_IsNotUsedAgain()
    {
        using var peer = new RawPeer();
        using var caller = new Caller(peer.BaseUrl);
        var (first, connection) = await ExchangeAsync(caller, peer, Ok + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
        using var _ = connection;
        Assert.Equal("ok", first);

        var (second, another) = await ExchangeAsync(caller, peer, Ok);
        another.Dispose();
        Assert.Equal("ok", second);
        Assert.Equal(0, await connection.ReadToEndAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n")]
    public async Task IdleConnection_ClosedByTheUpstream_IsReplacedAndTheRequestSentOnce(string lastWords)
    {
        using var peer = new RawPeer();
        using var caller = new Caller(peer.BaseUrl);
        var (_, connection) = await ExchangeAsync(caller, peer, Ok);
        await connection.SendAsync(lastWords);
        connection.Dispose();

        var (second, another) = await ExchangeAsync(caller, peer, Ok);
        using var __ = another;
        Assert.Equal("ok", second);
        Assert.False(peer.HasMore);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task UsedConnection_ClosedAfterTheRequest_IsAnErrorAndTheRequestIsSeenOnce(bool reset)
    {
        await _caller.CallAsync();
        _upstream.Enqueue(reset ? Answers.ResetAtOnce() : Answers.CloseAtOnce());

        Assert.Equal(UpstreamFailure.Broken, await _caller.FailAsync());
        Assert.Equal((1, 2), (_upstream.ConnectionCount, _upstream.Calls.Count));
        Assert.Equal(200, (await _caller.CallAsync()).Status);
    }

    // One call, answered on a connection that it must open.
    private static async Task<(string Body, RawConnection Connection)> ExchangeAsync(Caller caller, RawPeer peer, string answer)
    {
        var call = caller.CallAsync();
        var connection = await peer.AcceptAsync();
        await connection.ReadRequestAsync();
        await connection.SendAsync(answer);
        return ((await call).Body, connection);
    }
}
