using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Farebox.Testing.Upstream;

/// <summary>
/// Writes an answer with full control over its bytes: each call is one send, nothing is buffered or corrected.
/// An answer may promise a length and not keep it, or leave out the last chunk.
/// </summary>
public sealed class AnswerWriter
{
    private readonly Socket socket;
    private readonly Produced produced;
    private readonly CancellationToken cancelled;
    private BodyFraming framing = BodyFraming.UntilClose;
    private long? owed;
    private bool chunksEnded;

    internal AnswerWriter(Socket socket, Produced produced, CancellationToken cancelled)
    {
        this.socket = socket;
        this.produced = produced;
        this.cancelled = cancelled;
    }

    /// <summary>Whether the body is complete by its own framing, so that the connection may carry another exchange.</summary>
    internal bool IsWhole => !IsBroken && (owed == 0 || chunksEnded);

    /// <summary>Whether nothing has been written yet.</summary>
    internal bool IsUntouched => produced.Bytes == 0;

    /// <summary>Whether the body's end is the connection's end, and that is how it was declared.</summary>
    internal bool EndsWithConnection { get; private set; }

    /// <summary>Whether the script closed or reset the connection.</summary>
    internal bool IsBroken { get; private set; }

    /// <summary>Sends the status line and headers.</summary>
    /// <param name="status">HTTP status code.</param>
    /// <param name="headers">All headers but the framing's own.</param>
    /// <param name="bodyFraming">How the body's end is told.</param>
    /// <param name="length">Bytes to declare, for <see cref="BodyFraming.Length"/>.</param>
    public Task HeadAsync(int status, IEnumerable<KeyValuePair<string, string>> headers, BodyFraming bodyFraming, long length = 0)
    {
        framing = bodyFraming;
        owed = bodyFraming == BodyFraming.Length ? length : null;
        EndsWithConnection = bodyFraming == BodyFraming.UntilClose;

        var head = new StringBuilder().Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} Scripted\r\n");
        foreach (var (name, value) in headers) head.Append(name).Append(": ").Append(value).Append("\r\n");
        head.Append(bodyFraming switch
        {
            BodyFraming.Length => string.Create(CultureInfo.InvariantCulture, $"Content-Length: {length}\r\n\r\n"),
            BodyFraming.Chunked => "Transfer-Encoding: chunked\r\n\r\n",
            _ => "Connection: close\r\n\r\n",
        });
        return RawAsync(Encoding.Latin1.GetBytes(head.ToString()));
    }

    /// <summary>Sends a piece of the body: one chunk if it is chunked.</summary>
    public Task WriteAsync(ReadOnlyMemory<byte> piece)
    {
        if (piece.IsEmpty) return Task.CompletedTask;
        if (framing != BodyFraming.Chunked)
        {
            owed -= piece.Length;
            return RawAsync(piece);
        }

        var size = Encoding.ASCII.GetBytes(piece.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n");
        return RawAsync((byte[])[.. size, .. piece.Span, .. "\r\n"u8]);
    }

    /// <summary>Ends a chunked body; other bodies end by themselves.</summary>
    public async Task EndAsync()
    {
        if (framing == BodyFraming.Chunked) await RawAsync("0\r\n\r\n"u8.ToArray());
        chunksEnded = framing == BodyFraming.Chunked;
    }

    /// <summary>Sends bytes as they are, without framing.</summary>
    public async Task RawAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var sent = await socket.SendAsync(bytes, SocketFlags.None, cancelled);
            produced.AddBytes(sent);
            bytes = bytes[sent..];
        }
    }

    /// <summary>
    /// Completes when the client has taken all that was sent out of its socket, so that what is sent next cannot be read
    /// together with it.
    /// </summary>
    public Task DrainedAsync() => PeerDrain.WaitAsync(socket, cancelled);

    /// <summary>Closes the connection in good order (FIN), finished or not.</summary>
    public void Close()
    {
        IsBroken = true;
        socket.Shutdown(SocketShutdown.Send);
    }

    /// <summary>Tears the connection down (RST): the client's next read fails, and bytes not yet read are lost to it.</summary>
    public void Reset()
    {
        IsBroken = true;
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Close();
    }
}
