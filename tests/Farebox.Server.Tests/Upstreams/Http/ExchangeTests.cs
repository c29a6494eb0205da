using System.Text;
using Farebox.Server.Upstreams;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Upstreams.Http;

/// <summary>What goes out and what comes in over a real socket, whole and cut.</summary>
public sealed class ExchangeTests : IAsyncDisposable
{
    private const string Ok = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok";

    private readonly ScriptedUpstream _upstream = ScriptedUpstream.Start();
    private readonly Caller _caller;

    public ExchangeTests() => _caller = new Caller(_upstream.BaseUrl);

    public ValueTask DisposeAsync()
    {
        _caller.Dispose();
        return _upstream.DisposeAsync();
    }

    [Theory]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\n")]
    [InlineData("HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\nContent-Length: 7\r\n\r\n")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n")]
    public async Task InterimAnswers_AreSkipped(string interim)
    {
        _upstream.Enqueue(Pieces(interim + Ok), Pieces(interim, Ok));
        for (var i = 0; i < 2; i++) Assert.Equal((200, "ok"), await _caller.CallAsync());
    }

    [Fact]
    public async Task ChangeOfProtocol_IsGarbage()
    {
        _upstream.Enqueue(Pieces("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n" + Ok));
        Assert.Equal(UpstreamFailure.Garbage, await _caller.FailAsync());
    }

    [Fact]
    public async Task Head_CutAtEveryByte_IsRead()
    {
        for (var at = 1; at < Ok.Length; at++)
        {
            _upstream.Enqueue(Pieces(Ok[..at], Ok[at..]));
            Assert.Equal((200, "ok"), await _caller.CallAsync());
        }

        _upstream.Enqueue(Pieces([.. Ok.Select(c => c.ToString())]));
        Assert.Equal((200, "ok"), await _caller.CallAsync());
    }

    [Theory]
    [InlineData(60 << 10, true)]
    [InlineData(66 << 10, false)]
    public async Task Head_OverTheLimit_IsGarbage(int length, bool read)
    {
        var filler = $"X-Filler: {new string('x', length)}\r\nContent-Length";
        _upstream.Enqueue(Pieces(Ok.Replace("Content-Length", filler, StringComparison.Ordinal)));
        if (read) Assert.Equal((200, "ok"), await _caller.CallAsync());
        else Assert.Equal(UpstreamFailure.Garbage, await _caller.FailAsync());
    }

    [Fact]
    public async Task BodyWithoutLength_EndsWithTheConnection()
    {
        _upstream.Enqueue(async call =>
        {
            await call.Writer.HeadAsync(200, [], BodyFraming.UntilClose);
            await call.Writer.WriteAsync("to the end"u8.ToArray());
        });
        Assert.Equal((200, "to the end"), await _caller.CallAsync());
        Assert.Equal(200, (await _caller.CallAsync()).Status);
        Assert.Equal(2, _upstream.ConnectionCount);
    }

    [Theory]
    [InlineData(10)]
    [InlineData((64 << 10) - 1)]
    [InlineData(64 << 10)]
    [InlineData((64 << 10) + 1)]
    [InlineData(5 << 20)]
    public async Task RequestBody_OfAnySize_ArrivesWhole(int length)
    {
        var body = new byte[length];
        new Random(length).NextBytes(body);
        var cut = length / 5;
        await _caller.CallAsync(new UpstreamBody(
            body.AsMemory(0, cut), body.AsMemory(cut, 1), body.AsMemory(cut + 1, 3), body.AsMemory(cut + 4, 1), body.AsMemory(cut + 5)));

        Assert.True(_upstream.Calls.Single().Body.AsSpan().SequenceEqual(body));
        Assert.Empty(_upstream.Faults);
    }

    // The head goes ahead in one piece with the body or by itself: at each length around the border the body must arrive.
    [Fact]
    public async Task RequestBody_AroundTheSizeOfOnePiece_ArrivesWhole()
    {
        for (var length = (64 << 10) - 400; length < 64 << 10; length += 3) await _caller.CallAsync(new UpstreamBody(new byte[length]));
        Assert.All(_upstream.Calls.Select((call, i) => (call, i)), at => Assert.Equal((64 << 10) - 400 + (3 * at.i), at.call.Body.Length));
        Assert.Empty(_upstream.Faults);
    }

    [Fact]
    public async Task LargeRequest_RefusedEarlyAndClosed_IsSeenAsRefused()
    {
        using var peer = new RawPeer();
        using var caller = new Caller(peer.BaseUrl);
        var call = caller.CallAsync(new UpstreamBody(new byte[20 << 20]));
        using (var connection = await peer.AcceptAsync())
        {
            await connection.ReadSomeAsync();
            await connection.SendAsync("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig");
        }

        Assert.Equal((413, "big"), await call);

        var next = caller.CallAsync();
        using var another = await peer.AcceptAsync();
        await another.ReadRequestAsync();
        await another.SendAsync(Ok);
        Assert.Equal((200, "ok"), await next);
    }

    // Each piece is sent when the one before was taken out of the socket.
    private static Answer Pieces(params string[] pieces) => async call =>
    {
        foreach (var piece in pieces)
        {
            await call.Writer.RawAsync(Encoding.Latin1.GetBytes(piece));
            await call.Writer.DrainedAsync();
        }
    };
}
