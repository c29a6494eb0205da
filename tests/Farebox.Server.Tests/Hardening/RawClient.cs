using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Hardening;

/// <summary>An answer as it stands on the wire.</summary>
internal sealed record RawAnswer(int Status, IReadOnlyList<(string Name, string Value)> Headers, string Body)
{
    public string? Header(string name) =>
        Headers.Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value).SingleOrDefault();

    public string? Code => JsonSerializer.Deserialize<JsonElement>(Body).GetProperty("error").GetProperty("code").GetString();
}

/// <summary>A client that sends what it is told, HTTP or not, over a socket of its own.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly List<byte> _unread = [];

    /// <summary>Connects.</summary>
    /// <param name="receiveBytes">Size of the buffer for what comes: a small one makes the server wait soon for a client that does not read.</param>
    public static async Task<RawClient> ConnectAsync(Uri server, int? receiveBytes = null)
    {
        var client = new RawClient();
        if (receiveBytes is { } size) client._socket.ReceiveBufferSize = size;
        await client._socket.ConnectAsync(server.Host, server.Port, TestContext.Current.CancellationToken);
        return client;
    }

    /// <summary>The head of a model call.</summary>
    public static string Head(string credential, string more, string path = "/v1/chat/completions") =>
        $"POST {path} HTTP/1.1\r\nHost: farebox\r\nAuthorization: Bearer {credential}\r\nContent-Type: application/json\r\n{more}\r\n";

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[await _socket.SendAsync(bytes, TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience.Limit)..];
    }

    /// <summary>Sends until the server has enough of it; true when it did so by breaking off, false when all was taken.</summary>
    public async Task<bool> TrySendAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await SendAsync(bytes);
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    /// <summary>One answer with its body; null when the connection ends before there is a whole head.</summary>
    public async Task<RawAnswer?> ReadAsync()
    {
        int end;
        while ((end = Text().IndexOf("\r\n\r\n", StringComparison.Ordinal)) < 0)
            if (!await FillAsync()) return null;
        var lines = Text()[..end].Split("\r\n");
        var headers = lines.Skip(1).Select(line => line.Split(':', 2)).Select(pair => (pair[0], pair[1].TrimStart(' '))).ToList();
        var status = int.Parse(lines[0].AsSpan(9, 3), CultureInfo.InvariantCulture);
        _unread.RemoveRange(0, end + 4);
        var answer = new RawAnswer(status, headers, "");
        return answer with { Body = answer.Header("Transfer-Encoding") is null ? await TakeAsync(Length(answer)) : await ChunksAsync() };
    }

    /// <summary>Reads whatever comes until the connection ends, in whatever way.</summary>
    public async Task<string> ReadToEndAsync()
    {
        var all = new StringBuilder();
        do
        {
            all.Append(Text());
            _unread.Clear();
        }
        while (await FillAsync());
        return all.ToString();
    }

    /// <summary>Closes its side only.</summary>
    public void FinishSending() => _socket.Shutdown(SocketShutdown.Send);

    public void Dispose() => _socket.Dispose();

    private static int Length(RawAnswer answer) => answer.Header("Content-Length") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : 0;

    private string Text() => Encoding.Latin1.GetString([.. _unread]);

    private async Task<string> TakeAsync(int count)
    {
        while (_unread.Count < count && await FillAsync()) { }
        var text = Encoding.UTF8.GetString(_unread.GetRange(0, Math.Min(count, _unread.Count)).ToArray());
        _unread.RemoveRange(0, Math.Min(count, _unread.Count));
        return text;
    }

    private async Task<string> ChunksAsync()
    {
        var body = new StringBuilder();
        while (true)
        {
            int end;
            while ((end = Text().IndexOf("\r\n", StringComparison.Ordinal)) < 0)
                if (!await FillAsync()) return body.ToString();
            var size = int.Parse(Text()[..end], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            _unread.RemoveRange(0, end + 2);
            body.Append(await TakeAsync(size));
            await TakeAsync(2);
            if (size == 0) return body.ToString();
        }
    }

    private async Task<bool> FillAsync()
    {
        var piece = new byte[64 << 10];
        try
        {
            var read = await _socket.ReceiveAsync(piece, TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience.Limit);
            _unread.AddRange(piece.AsSpan(0, read));
            return read > 0;
        }
        catch (SocketException)
        {
            // Reset: an end like the other.
            return false;
        }
    }
}
