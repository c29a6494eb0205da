using System.Net.Sockets;
using System.Text;

namespace Farebox.Testing.Upstream;

/// <summary>
/// The reading side of one accepted connection. A receive is always allowed to be pending, also while an answer is being
/// written: that is how the client's leaving is noticed.
/// </summary>
internal sealed class ClientSocket(Socket socket) : IDisposable
{
    private const int MaxLineBytes = 64 * 1024;

    // It has no timer and outlives the socket, whose end it reports: there is nothing in it to dispose.
    private readonly CancellationTokenSource left = new();
    private readonly byte[] buffer = new byte[MaxLineBytes];
    private int start;
    private int end;
    private Task<int>? pending;

    public Socket Socket { get; } = socket;

    /// <summary>Cancelled when the client closes or resets, if somebody watches or reads.</summary>
    public CancellationToken Left => left.Token;

    /// <summary>Makes <see cref="Left"/> true of a client that closes before it sends anything more.</summary>
    public void WatchForLeaving()
    {
        // Pipelined bytes in the buffer would mean that the next request is already here; the client did not leave then.
        if (end == start) _ = NoticeAsync(pending ??= ReceiveAsync());
    }

    /// <summary>One line without its CRLF, or null at the end of the connection.</summary>
    public async ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var length = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                var line = Encoding.Latin1.GetString(buffer, start, length).TrimEnd('\r');
                start += length + 1;
                return line;
            }

            if (!await FillAsync(cancellationToken)) return null;
        }
    }

    /// <summary>Fills <paramref name="target"/>.</summary>
    /// <exception cref="EndOfStreamException">The client closed before that.</exception>
    public async ValueTask ReadExactlyAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        while (!target.IsEmpty)
        {
            if (start == end && !await FillAsync(cancellationToken)) throw new EndOfStreamException();
            var count = Math.Min(target.Length, end - start);
            buffer.AsMemory(start, count).CopyTo(target);
            start += count;
            target = target[count..];
        }
    }

    /// <summary>Closes in good order (FIN), unless the script has closed or reset the connection before.</summary>
    public void Dispose()
    {
        try
        {
            // Without this, a receive that is still pending would turn the close into a reset.
            Socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // Reset by the script or by the client: there is no connection left to end.
            return;
        }
        finally
        {
            Socket.Dispose();
        }
    }

    private async Task NoticeAsync(Task<int> receive)
    {
        try
        {
            if (await receive == 0) await left.CancelAsync();
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            await left.CancelAsync();
        }
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        pending ??= ReceiveAsync();
        var count = await pending.WaitAsync(cancellationToken);
        pending = null;
        end += count;
        return count > 0;
    }

    private Task<int> ReceiveAsync()
    {
        // No receive is pending here, so the bytes may be moved.
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
        if (end == buffer.Length) throw new InvalidDataException("A request line or header is longer than 64 KiB.");
        return Socket.ReceiveAsync(buffer.AsMemory(end), SocketFlags.None, CancellationToken.None).AsTask();
    }
}
