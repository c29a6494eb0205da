using System.Globalization;
using System.Net.Sockets;

namespace Farebox.Testing.Upstream;

/// <summary>Reads HTTP/1.1 requests: keep-alive, bodies by length or chunked (RFC 9112), <c>Expect: 100-continue</c>.</summary>
internal static class RequestReader
{
    private const int MaxBodyBytes = 256 * 1024 * 1024;

    /// <summary>The next request, or null when the client closed between two.</summary>
    public static async Task<RecordedRequest?> ReadAsync(ClientSocket client, CancellationToken cancellationToken)
    {
        var first = await client.ReadLineAsync(cancellationToken);
        if (first is null) return null;
        var parts = first.Split(' ');
        if (parts.Length != 3) throw new InvalidDataException($"Not a request line: {first}");

        var headers = await ReadHeadersAsync(client, cancellationToken);
        if (Find(headers, "Expect") is not null)
        {
            await client.Socket.SendAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), SocketFlags.None, cancellationToken);
        }

        var body = Find(headers, "Transfer-Encoding") is { } coding && coding.Contains("chunked", StringComparison.OrdinalIgnoreCase)
            ? await ReadChunkedAsync(client, cancellationToken)
            : await ReadCountedAsync(client, Find(headers, "Content-Length"), cancellationToken);
        return new RecordedRequest(parts[0], parts[1], headers, body);
    }

    private static async Task<List<KeyValuePair<string, string>>> ReadHeadersAsync(ClientSocket client, CancellationToken cancellationToken)
    {
        var headers = new List<KeyValuePair<string, string>>();
        while (await client.ReadLineAsync(cancellationToken) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1) throw new InvalidDataException($"Not a header: {line}");
            headers.Add(new(line[..colon], line[(colon + 1)..].Trim()));
        }

        return headers;
    }

    private static async Task<byte[]> ReadCountedAsync(ClientSocket client, string? length, CancellationToken cancellationToken)
    {
        var count = length is null ? 0 : int.Parse(length, NumberStyles.None, CultureInfo.InvariantCulture);
        if (count > MaxBodyBytes) throw new InvalidDataException("The request's body is too large to record.");
        var body = new byte[count];
        await client.ReadExactlyAsync(body, cancellationToken);
        return body;
    }

    private static async Task<byte[]> ReadChunkedAsync(ClientSocket client, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        while (true)
        {
            var line = await client.ReadLineAsync(cancellationToken) ?? throw new EndOfStreamException();
            var size = int.Parse(line.Split(';')[0].Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (size == 0) break;
            if (body.Length + size > MaxBodyBytes) throw new InvalidDataException("The request's body is too large to record.");
            var chunk = new byte[size];
            await client.ReadExactlyAsync(chunk, cancellationToken);
            body.Write(chunk);
            await client.ReadLineAsync(cancellationToken);
        }

        // Trailers, which no caller of ours sends, end like headers do.
        await ReadHeadersAsync(client, cancellationToken);
        return body.ToArray();
    }

    private static string? Find(List<KeyValuePair<string, string>> headers, string name) =>
        headers.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
