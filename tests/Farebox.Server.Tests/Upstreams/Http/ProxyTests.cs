using System.Net.Sockets;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Upstreams.Http;

/// <summary>Providers behind the proxy that the environment names.</summary>
public sealed class ProxyTests
{
    // user:pass word
    private const string Authorization = "Basic dXNlcjpwYXNzIHdvcmQ=";

    [Fact]
    public async Task PlainProvider_IsAskedForByItsWholeAddress_ButForThoseInNoProxy()
    {
        await using var direct = ScriptedUpstream.Start();
        await using var proxy = ScriptedUpstream.Start();
        proxy.Always(Answers.Chat("by proxy"));
        direct.Always(Answers.Chat("directly"));
        await using var farebox = await CallingProcess.StartAsync(
            ("HTTP_PROXY", $"http://user:pass%20word@127.0.0.1:{proxy.Port}"), ("NO_PROXY", "127.0.0.1"));

        var far = await farebox.CallAsync("far", "http://provider.invalid:8080/v1");
        var near = await farebox.CallAsync("near", direct.BaseUrl.ToString());

        Assert.Contains("by proxy", far.Body, StringComparison.Ordinal);
        Assert.Contains("directly", near.Body, StringComparison.Ordinal);
        var request = proxy.Calls.Single();
        Assert.Equal("http://provider.invalid:8080/v1/chat/completions", request.Path);
        Assert.Equal("provider.invalid:8080", request.Header("Host"));
        Assert.Equal(Authorization, request.Header("Proxy-Authorization"));
        Assert.Null(direct.Calls.Single().Header("Proxy-Authorization"));
    }

    [Fact]
    public async Task TlsProvider_IsReachedThroughATunnel()
    {
        await using var provider = await ProviderBehindTls.StartAsync();
        using var proxy = new RawPeer();
        await using var farebox = await CallingProcess.StartAsync(
            ("HTTPS_PROXY", $"http://user:pass%20word@127.0.0.1:{proxy.Port}"), ("SSL_CERT_FILE", provider.AuthorityFile));
        var authority = $"localhost:{provider.Port}";

        var calling = farebox.CallAsync("far", $"https://{authority}/v1");
        using var near = await proxy.AcceptAsync();
        var request = await near.ReadRequestAsync();
        using var far = new TcpClient();
        await far.ConnectAsync("127.0.0.1", provider.Port, TestContext.Current.CancellationToken);
        await near.SendAsync("HTTP/1.1 200 Connection established\r\n\r\n");
        var tunnel = near.JoinAsync(far.GetStream());

        Assert.Contains("over TLS", (await calling).Body, StringComparison.Ordinal);
        near.Dispose();
        await tunnel;
        Assert.StartsWith($"CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n", request, StringComparison.Ordinal);
        Assert.Contains($"\r\nProxy-Authorization: {Authorization}\r\n", request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tunnel_Refused_Is502AndTheOperatorSeesWhy()
    {
        using var proxy = new RawPeer();
        await using var farebox = await CallingProcess.StartAsync(("HTTPS_PROXY", $"http://127.0.0.1:{proxy.Port}"));
        var calling = farebox.CallAsync("far", "https://provider.invalid/v1");
        using var connection = await proxy.AcceptAsync();
        var request = await connection.ReadRequestAsync();
        await connection.SendAsync("HTTP/1.1 407 Who are you\r\nContent-Length: 0\r\n\r\n");

        Assert.Equal(502, (await calling).Status);
        Assert.StartsWith("CONNECT provider.invalid:443 ", request, StringComparison.Ordinal);
        Assert.DoesNotContain("Proxy-Authorization", request, StringComparison.Ordinal);
        Assert.Contains("407", await farebox.LastErrorAsync("far"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProxyOfAnotherKind_Is502AndTheOperatorSeesWhy()
    {
        await using var farebox = await CallingProcess.StartAsync(("HTTP_PROXY", "socks5://127.0.0.1:1"));
        Assert.Equal(502, (await farebox.CallAsync("far", "http://provider.invalid/v1")).Status);
        Assert.Contains("socks5", await farebox.LastErrorAsync("far"), StringComparison.Ordinal);
    }
}
