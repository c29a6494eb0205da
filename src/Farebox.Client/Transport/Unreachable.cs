using System.Net.Sockets;

namespace Farebox.Client;

/// <summary>Tells apart why no answer came, so that people know where to look.</summary>
internal static class Unreachable
{
    public static FareboxUnreachableException From(Exception failure, Uri address)
    {
        var (reason, text) = failure switch
        {
            HttpRequestException http => Classify(http, address),
            OperationCanceledException => TimedOut(),
            _ => BrokeOff(address),
        };
        return new FareboxUnreachableException(reason, $"{address.GetLeftPart(UriPartial.Authority)} {text}", failure);
    }

    private static (UnreachableReason, string) TimedOut() => (UnreachableReason.Timeout, "did not answer in time.");

    private static (UnreachableReason, string) Classify(HttpRequestException failure, Uri address) => failure.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => (UnreachableReason.Name, "cannot be found: there is no such host name."),
        HttpRequestError.SecureConnectionError => (UnreachableReason.Tls, $"failed at TLS: {Innermost(failure)}"),
        HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError => Connection(failure),
        _ => BrokeOff(address),
    };

    private static (UnreachableReason, string) BrokeOff(Uri address) =>
        (UnreachableReason.Protocol, address.Scheme == Uri.UriSchemeHttp
            ? "broke off, or does not speak HTTP (is it https:// rather than http://?)."
            : "broke off, or does not speak HTTP.");

    private static (UnreachableReason, string) Connection(HttpRequestException failure) => SocketError(failure) switch
    {
        System.Net.Sockets.SocketError.ConnectionRefused =>
            (UnreachableReason.Refused, "refused the connection: nothing listens there."),
        System.Net.Sockets.SocketError.TimedOut => TimedOut(),
        _ => (UnreachableReason.Network, $"cannot be reached: {Innermost(failure)}"),
    };

    private static SocketError? SocketError(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            if (failure is SocketException socket)
                return socket.SocketErrorCode;
        }
        return null;
    }

    private static string Innermost(Exception failure)
    {
        while (failure.InnerException is not null)
            failure = failure.InnerException;
        return failure.Message.Split('\n')[0].Trim();
    }
}
