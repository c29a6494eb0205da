using System.Net;
using System.Net.Sockets;
using Farebox.Server.Upstreams;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Upstreams.Http;

/// <summary>Connecting, and what is told when that fails.</summary>
public sealed class DialTests
{
    [Fact]
    public async Task Connection_Refused_IsUnreachable()
    {
        Uri gone;
        using (var peer = new RawPeer()) gone = peer.BaseUrl;
        using var caller = new Caller(gone);
        Assert.Equal(UpstreamFailure.Unreachable, await caller.FailAsync());
    }

    [Fact]
    public async Task Host_Unknown_IsUnreachable()
    {
        using var caller = new Caller(new Uri("http://nobody.invalid/v1"));
        Assert.Equal(UpstreamFailure.Unreachable, await caller.FailAsync());
    }

    [Fact]
    public async Task Host_LongerThanNamesMayBe_IsUnreachable()
    {
        var host = string.Join('.', Enumerable.Repeat(new string('a', 60), 5));
        using var caller = new Caller(new Uri($"http://{host}/v1"));
        Assert.Equal(UpstreamFailure.Unreachable, await caller.FailAsync());
    }

    [Fact]
    public async Task Connection_ThatHangs_TimesOut()
    {
        // One connection fills the queue of a listener that accepts nothing: the next is not answered.
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
        listener.Listen(0);
        using var first = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await first.ConnectAsync(listener.LocalEndPoint!, TestContext.Current.CancellationToken);

        using var caller = new Caller(new Uri($"http://{listener.LocalEndPoint}/v1"), connectSeconds: 1);
        Assert.Equal(UpstreamFailure.TimedOut, await caller.FailAsync());
    }

    [Fact]
    public async Task Handshake_ThatHangs_TimesOut()
    {
        using var peer = new RawPeer();
        using var caller = new Caller(new Uri($"https://127.0.0.1:{peer.Port}/v1"), connectSeconds: 1);
        Assert.Equal(UpstreamFailure.TimedOut, await caller.FailAsync());
    }

    [Fact]
    public async Task Handshake_Cancelled_IsCancelledAndNotAFailure()
    {
        using var cancel = new CancellationTokenSource();
        using var peer = new RawPeer();
        using var caller = new Caller(new Uri($"https://127.0.0.1:{peer.Port}/v1"));
        var call = caller.BeginAsync(cancel.Token);
        using var connection = await peer.AcceptAsync();
        await connection.ReadSomeAsync();
        await cancel.CancelAsync();
        await Assert.ThrowsAsync<RequestNotSentException>(() => call);
        await connection.ReadToEndAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    public async Task Handshake_WithoutTlsOnTheOtherSide_IsUnreachable(string words)
    {
        using var peer = new RawPeer();
        using var caller = new Caller(new Uri($"https://127.0.0.1:{peer.Port}/v1"));
        var call = caller.FailAsync();
        using (var connection = await peer.AcceptAsync())
        {
            await connection.ReadSomeAsync();
            await connection.SendAsync(words);
        }

        Assert.Equal(UpstreamFailure.Unreachable, await call);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Peer_ThatDoesNotSpeakHttp_IsGarbage(bool speaksFirst)
    {
        using var peer = new RawPeer();
        using var caller = new Caller(peer.BaseUrl);
        var call = caller.FailAsync();
        using var connection = await peer.AcceptAsync();
        if (!speaksFirst) await connection.ReadRequestAsync();
        await connection.SendAsync("SSH-2.0-OpenSSH_9.2\r\n");
        Assert.Equal(UpstreamFailure.Garbage, await call);
    }

    [Fact]
    public async Task BaseUrl_WithoutPath_IsCalledAtItsRoot()
    {
        await using var upstream = ScriptedUpstream.Start();
        using var caller = new Caller(new Uri($"http://localhost:{upstream.Port}"));
        await caller.CallAsync();
        var request = upstream.Calls.Single();
        Assert.Equal(("/chat/completions", $"localhost:{upstream.Port}"), (request.Path, request.Header("Host")));
    }

    [Fact]
    public async Task Address_OfIpV6_IsCalledAndNamedInBrackets()
    {
        using var peer = new RawPeer(IPAddress.IPv6Loopback);
        using var caller = new Caller(peer.BaseUrl);
        var call = caller.CallAsync();
        using var connection = await peer.AcceptAsync();
        var request = await connection.ReadRequestAsync();
        await connection.SendAsync("HTTP/1.1 204 No Content\r\n\r\n");
        Assert.Equal((204, ""), await call);
        Assert.StartsWith($"POST /v1/chat/completions HTTP/1.1\r\nHost: [::1]:{peer.Port}\r\n", request, StringComparison.Ordinal);
    }
}
