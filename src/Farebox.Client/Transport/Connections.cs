using System.Net;

namespace Farebox.Client;

/// <summary>HTTP as a careful client of an API with secrets wants it.</summary>
internal static class Connections
{
    private const int ConnectTimeoutSeconds = 10;
    private const long MaxAnswerBytes = 64L * 1024 * 1024;

    public static HttpClient Create(string baseUrl, TimeSpan timeout)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !new Uri(baseUrl).IsLoopback,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(ConnectTimeoutSeconds),
        };
        var http = new HttpClient(handler) { Timeout = timeout, MaxResponseContentBufferSize = MaxAnswerBytes };
        var version = typeof(Connections).Assembly.GetName().Version!.ToString(3);
        http.DefaultRequestHeaders.UserAgent.ParseAdd("farebox/" + version);
        return http;
    }
}
