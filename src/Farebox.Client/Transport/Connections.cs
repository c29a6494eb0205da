using System.Net;
using System.Security.Cryptography;

namespace Farebox.Client;

/// <summary>HTTP as a careful client of an API with secrets wants it.</summary>
internal static class Connections
{
    private const int ConnectTimeoutSeconds = 10;
    private const long MaxAnswerBytes = 64L * 1024 * 1024;

    /// <param name="pinned">SHA-256 of the one certificate that is taken for the server's; null for the usual checks.</param>
    public static HttpClient Create(string baseUrl, TimeSpan timeout, byte[]? pinned = null)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !new Uri(baseUrl).IsLoopback,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(ConnectTimeoutSeconds),
        };
        if (pinned is not null)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                certificate is not null && certificate.GetCertHash(HashAlgorithmName.SHA256).AsSpan().SequenceEqual(pinned);
        }

        var http = new HttpClient(handler) { Timeout = timeout, MaxResponseContentBufferSize = MaxAnswerBytes };
        var version = typeof(Connections).Assembly.GetName().Version!.ToString(3);
        http.DefaultRequestHeaders.UserAgent.ParseAdd("farebox/" + version);
        return http;
    }
}
