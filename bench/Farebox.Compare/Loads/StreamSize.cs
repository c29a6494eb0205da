using System.Net.Sockets;
using System.Text;

namespace Farebox.Compare.Loads;

/// <summary>
/// How many bytes one stream takes on the wire through a gateway. wrk counts whole answers, but at the end of a run 64 streams
/// are under way whose chunks the gateway has worked for; bytes received, divided by this size, count them too.
/// </summary>
public static class StreamSize
{
    public static async Task<long> MeasureAsync(CallTarget target, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(target.Address.Host, target.Address.Port, cancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(Request(target)), cancellationToken);
        var buffer = new byte[64 * 1024];
        long total = 0;
        while (await stream.ReadAsync(buffer, cancellationToken) is var count and > 0) total += count;
        return total;
    }

    private static string Request(CallTarget target)
    {
        var text = new StringBuilder($"POST {target.Address.AbsolutePath} HTTP/1.1\r\nHost: {target.Address.Authority}\r\n");
        foreach (var (name, value) in target.Headers) text.Append($"{name}: {value}\r\n");
        text.Append($"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(target.Body)}\r\n");
        return text.Append($"Connection: close\r\n\r\n{target.Body}").ToString();
    }
}
