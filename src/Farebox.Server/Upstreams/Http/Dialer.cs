using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Farebox.Server.Upstreams.Http;

/// <summary>Makes new connections to one target: TCP, the tunnel through a proxy where there is one, TLS.</summary>
internal sealed class Dialer(HttpTarget target, TimeSpan limit)
{
    private const int MaxTunnelHeadBytes = 16 << 10;

    private static readonly List<SslApplicationProtocol> Protocols = [SslApplicationProtocol.Http11];

    /// <summary>A connection over which requests may be sent.</summary>
    /// <exception cref="UpstreamFailedException">There is none to be had, or not within the limit.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<(Socket Socket, Stream Stream)> DialAsync(CancellationToken cancellationToken)
    {
        if (target.Proxy is { Scheme: not ("http" or "https") } proxy)
            throw new UpstreamFailedException(UpstreamFailure.Unreachable, $"The environment names a {proxy.Scheme} proxy, not HTTP.");
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(limit);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(target.Proxy?.IdnHost ?? target.Host, target.Proxy?.Port ?? target.Port, timeout.Token);
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            if (target.Proxy?.Scheme == Uri.UriSchemeHttps) stream = await SecureAsync(stream, target.Proxy.IdnHost, timeout.Token);
            if (target is { Proxy: not null, IsTls: true }) await TunnelAsync(stream, timeout.Token);
            if (target.IsTls) stream = await SecureAsync(stream, target.Host, timeout.Token);
            return (socket, stream);
        }
        catch (Exception e)
        {
            socket.Dispose();
            throw e switch
            {
                _ when cancellationToken.IsCancellationRequested => new OperationCanceledException(e.Message, e, cancellationToken),
                UpstreamFailedException => e,
                _ when timeout.IsCancellationRequested =>
                    new UpstreamFailedException(UpstreamFailure.TimedOut, "No connection within the limit.", e),

                // The innermost says what is wrong: those around it refer to it. Anything else here is an address that cannot be.
                _ => new UpstreamFailedException(UpstreamFailure.Unreachable, e.GetBaseException().Message, e),
            };
        }
    }

    private static async ValueTask<Stream> SecureAsync(Stream stream, string host, CancellationToken cancellationToken)
    {
        var secured = new SslStream(stream);
        try
        {
            await secured.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions { TargetHost = host, ApplicationProtocols = Protocols }, cancellationToken);
            return secured;
        }
        catch
        {
            await secured.DisposeAsync();
            throw;
        }
    }

    private async ValueTask TunnelAsync(Stream stream, CancellationToken cancellationToken)
    {
        var request = $"CONNECT {target.TunnelAuthority} HTTP/1.1\r\nHost: {target.TunnelAuthority}\r\n{target.ProxyAuthorization}\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), cancellationToken);
        var buffer = new byte[MaxTunnelHeadBytes];
        var length = 0;
        while (true)
        {
            var read = length < buffer.Length ? await stream.ReadAsync(buffer.AsMemory(length), cancellationToken) : 0;
            if (read == 0) throw new UpstreamFailedException(UpstreamFailure.Unreachable, "The proxy broke off.");
            length += read;
            if (!ResponseHeadParser.TryParse(buffer.AsSpan(0, length), out var head, out _)) continue;
            if (head.StatusCode is >= 200 and < 300) return;
            throw new UpstreamFailedException(UpstreamFailure.Unreachable, $"The proxy answered with {head.StatusCode}.");
        }
    }
}
