using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
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
                OperationCanceledException when cancellationToken.IsCancellationRequested => e,
                OperationCanceledException => new UpstreamFailedException(UpstreamFailure.TimedOut, "No connection within the limit.", e),
                SocketException or AuthenticationException or IOException => new UpstreamFailedException(UpstreamFailure.Unreachable, e.Message, e),
                _ => e,
            };
        }
    }

    private static async ValueTask<Stream> SecureAsync(Stream stream, string host, CancellationToken cancellationToken)
    {
        var secured = new SslStream(stream);
        await secured.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = host, ApplicationProtocols = Protocols }, cancellationToken);
        return secured;
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
