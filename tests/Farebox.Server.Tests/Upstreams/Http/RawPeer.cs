using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Upstreams.Http;

/// <summary>A listener that does nothing by itself: the test accepts, reads and writes.</summary>
internal sealed class RawPeer : IDisposable
{
    private readonly TcpListener _listener;

    public RawPeer(IPAddress? address = null)
    {
        _listener = new TcpListener(address ?? IPAddress.Loopback, 0);
        _listener.Start();
        var at = (IPEndPoint)_listener.LocalEndpoint;
        (Port, BaseUrl) = (at.Port, new Uri($"http://{at}/v1"));
    }

    public int Port { get; }

    public Uri BaseUrl { get; }

    /// <summary>Whether somebody connected whom no test has accepted.</summary>
    public bool HasMore => _listener.Pending();

    public async Task<RawConnection> AcceptAsync() =>
        new(await _listener.AcceptSocketAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience.Limit));

    public void Dispose() => _listener.Dispose();
}

/// <summary>The accepted side of a connection.</summary>
internal sealed class RawConnection(Socket socket) : IDisposable
{
    /// <summary>One request, head and body, or what came of it before the connection's end.</summary>
    public async Task<string> ReadRequestAsync()
    {
        var text = new StringBuilder();
        var piece = new byte[4096];
        while (!IsWhole(text.ToString()) && await ReceiveAsync(piece) is var read and > 0)
            text.Append(Encoding.Latin1.GetString(piece, 0, read));
        return text.ToString();
    }

    /// <summary>Some bytes of a request.</summary>
    public Task ReadSomeAsync() => ReceiveAsync(new byte[100]);

    /// <summary>Reads to the end, however it comes, and returns how many bytes there were.</summary>
    public async Task<long> ReadToEndAsync()
    {
        var piece = new byte[64 << 10];
        var all = 0L;
        while (await ReceiveAsync(piece) is var read and > 0) all += read;
        return all;
    }

    public Task SendAsync(string text) => socket.SendAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>Passes bytes on in both directions until either side ends.</summary>
    public async Task JoinAsync(Stream other)
    {
        await using var here = new NetworkStream(socket, ownsSocket: true);
        await Task.WhenAny(here.CopyToAsync(other), other.CopyToAsync(here));
    }

    public void Dispose() => socket.Dispose();

    private static bool IsWhole(string text)
    {
        const string Length = "Content-Length: ";
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var at = text.IndexOf(Length, StringComparison.Ordinal) + Length.Length;
        if (end < 0 || at < Length.Length) return end >= 0;
        return text.Length >= end + 4 + int.Parse(text.AsSpan(at, text.IndexOf('\r', at) - at), CultureInfo.InvariantCulture);
    }

    private async Task<int> ReceiveAsync(byte[] piece)
    {
        try
        {
            return await socket.ReceiveAsync(piece).WaitAsync(Patience.Limit);
        }
        catch (SocketException)
        {
            // Reset: an end like the other.
            return 0;
        }
    }
}
