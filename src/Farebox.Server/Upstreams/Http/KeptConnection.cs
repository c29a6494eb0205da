using System.Buffers;
using System.Buffers.Text;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Farebox.Server.Upstreams.Http;

/// <summary>
/// One connection that carries one call after another: HTTP/1.1 without what model calls never need. Not safe for concurrent use but
/// for cancellation, which closes it: a call that was given up leaves nothing to be read by the next.
/// </summary>
internal sealed class KeptConnection(Socket socket, Stream stream, ConnectionPool pool, long madeAt)
{
    private const int MaxHeadBytes = 64 << 10;

    // Words before the answer, such as 103.
    private const int MaxInterimHeads = 32;

    // A request up to this size leaves in one piece.
    private const int OnePieceBytes = 64 << 10;

    // Digits of a length, a traceparent with its name, and the ends of lines.
    private const int HeadEndBytes = 128;

    private byte[] _buffer = new byte[8 << 10];
    private int _start;
    private int _heads;
    private int _end;
    private bool _used;
    private ResponseHead _head;
    private BodyDecoder _body;
    private CancellationToken _watched;
    private CancellationTokenRegistration _watch;
    private bool _reading;
    private volatile bool _aborted;

    /// <summary>Timestamp of the pool's clock since when nobody uses it.</summary>
    public long IdleSince { get; set; }

    /// <summary>The answer's head, after a call that worked.</summary>
    public ResponseHead Head => _head;

    /// <summary>Timestamp of the pool's clock at which it was made.</summary>
    public long MadeAt => madeAt;

    /// <summary>
    /// Sends a request and reads the answer's head. False when a connection that was used before turns out to be no good before a byte
    /// was sent, because the other side closed it or said something unasked: another one will do. Once a byte went out it may have had
    /// its effect and is not sent again.
    /// </summary>
    /// <exception cref="UpstreamFailedException">The connection broke, or what came is no HTTP.</exception>
    /// <exception cref="OperationCanceledException">
    /// The token was cancelled; a <see cref="RequestNotSentException"/> when that was before the request was sent whole.
    /// </exception>
    public async ValueTask<bool> TryCallAsync(HttpCall call, CancellationToken cancellationToken)
    {
        Watch(cancellationToken);
        var sending = false;
        var sent = false;
        try
        {
            // Reading begins before writing: it finds out for nothing whether the other side has closed meanwhile.
            var reading = stream.ReadAsync(_buffer, CancellationToken.None);
            if (reading.IsCompleted)
            {
                var early = await reading;
                if (_used) return false;
                throw early == 0 ? Broken() : ResponseHeadParser.Garbage("it came before the question");
            }

            // Who refuses a large body may answer and close before all of it was sent: the answer counts.
            sending = true;
            sent = await SendAsync(call);
            _end = await reading;
            if (_end == 0) throw Broken();
            while (!TakesHead()) await ReadMoreOfHeadAsync();
            if (!sent) _head = _head with { KeepAlive = false };
            return true;
        }
        catch (Exception e) when (_aborted || IsBreak(e))
        {
            if (_aborted) throw sent ? new OperationCanceledException(e.Message, e, cancellationToken) : new RequestNotSentException(cancellationToken, e);
            return _used && !sending ? false : throw Broken(e);
        }
    }

    /// <summary>Reads the next bytes of the body; 0 at its end.</summary>
    /// <exception cref="UpstreamFailedException">The connection broke, or the framing did.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        _body.Decode(_buffer.AsSpan(_start, _end - _start), target.Span, out var consumed, out var written);
        _start += consumed;
        return written > 0 || _body.IsDone || target.IsEmpty ? new(written) : ReadMoreAsync(target, cancellationToken);
    }

    /// <summary>Whether the body has been read to its end.</summary>
    public bool IsDone => _body.IsDone;

    /// <summary>Ends the call: a connection whose answer was read whole goes back to the pool, any other is closed.</summary>
    public void End()
    {
        // Waits for a cancellation that is under way: it must not hit the next call.
        _watch.Dispose();
        (_watch, _watched, _used) = (default, default, true);
        var reusable = _head.KeepAlive && !_aborted && !_reading && _start == _end && (_body.IsDone || TakesEnd()) && _start == _end;
        (_start, _end, _heads, _head, _body) = (0, 0, 0, default, default);
        pool.Return(this, reusable);
    }

    /// <summary>Closes it for good.</summary>
    public void Close() => stream.Dispose();

    /// <summary>
    /// Whether nothing but the mark of the body's end was missing, and has come meanwhile: who reads a stream of events stops at the
    /// last one, and servers send the mark after it by itself. Waits for nothing.
    /// </summary>
    private bool TakesEnd()
    {
        try
        {
            var reading = stream.ReadAsync(_buffer, CancellationToken.None);
            if (!reading.IsCompletedSuccessfully) return false;
            _end = reading.Result;
            _body.Decode(_buffer.AsSpan(0, _end), [], out _start, out _);
            return _body.IsDone;
        }
        catch (Exception e) when (e is UpstreamFailedException || IsBreak(e))
        {
            // The call has all that it wanted; only the connection is spoilt.
            return false;
        }
    }

    private void Watch(CancellationToken cancellationToken)
    {
        if (cancellationToken == _watched) return;
        _watch.Dispose();
        _watched = cancellationToken;
        _watch = cancellationToken.UnsafeRegister(static self => ((KeptConnection)self!).Abort(), this);
    }

    private void Abort()
    {
        _aborted = true;
        socket.Dispose();
    }

    /// <summary>False when the other side stopped listening; it may have answered all the same.</summary>
    private ValueTask<bool> SendAsync(HttpCall call)
    {
        var bodyLength = call.Body?.Length ?? 0;
        var total = call.Head.Length + bodyLength + HeadEndBytes;
        var piece = ArrayPool<byte>.Shared.Rent(Math.Min(total, OnePieceBytes));
        call.Head.CopyTo(piece.AsSpan());
        var length = call.Head.Length;
        if (call.Body is not null)
        {
            Utf8Formatter.TryFormat(bodyLength, piece.AsSpan(length), out var digits);
            length += digits;
            if (call.TraceParent is not null) length += WriteTraceParent(call.TraceParent, piece.AsSpan(length));
            "\r\n\r\n"u8.CopyTo(piece.AsSpan(length));
            length += 4;
        }

        var isOnePiece = total <= OnePieceBytes;
        if (isOnePiece)
        {
            call.Body?.CopyTo(piece.AsSpan(length));
            length += bodyLength;
        }

        // What fits the socket's buffer, as nearly every request does, has left by now.
        var writing = stream.WriteAsync(piece.AsMemory(0, length));
        if (!writing.IsCompletedSuccessfully || !isOnePiece) return SendOnAsync(writing, piece, isOnePiece ? null : call.Body);
        ArrayPool<byte>.Shared.Return(piece);
        return new(true);
    }

    private async ValueTask<bool> SendOnAsync(ValueTask writing, byte[] piece, UpstreamBody? rest)
    {
        try
        {
            await writing;
            if (rest is not null) await rest.WriteToAsync(stream, CancellationToken.None);
            return true;
        }
        catch (IOException) when (!_aborted)
        {
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    private static int WriteTraceParent(string value, Span<byte> target)
    {
        var name = "\r\ntraceparent: "u8;
        name.CopyTo(target);
        return name.Length + Encoding.ASCII.GetBytes(value, target[name.Length..]);
    }

    private bool TakesHead()
    {
        while (ResponseHeadParser.TryParse(_buffer.AsSpan(_start, _end - _start), out var head, out var length))
        {
            _start += length;
            if (++_heads > MaxInterimHeads) throw ResponseHeadParser.Garbage("no end of words before the answer");
            if (head.IsInterim && head.StatusCode != 101) continue;
            if (head.IsInterim) throw ResponseHeadParser.Garbage("it changes the protocol");
            _head = head;
            _body = new BodyDecoder(head);
            return true;
        }

        return false;
    }

    private async ValueTask ReadMoreOfHeadAsync()
    {
        if (_end == _buffer.Length) MakeRoom();
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), CancellationToken.None);
        if (read == 0) throw Broken();
        _end += read;
    }

    private void MakeRoom()
    {
        if (_start == 0 && _buffer.Length >= MaxHeadBytes) throw ResponseHeadParser.Garbage("its head is too long");
        if (_start == 0) Array.Resize(ref _buffer, _buffer.Length * 2);
        else _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
    }

    private async ValueTask<int> ReadMoreAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        Watch(cancellationToken);
        _reading = true;
        try
        {
            while (true)
            {
                (_start, _end) = (0, 0);
                _end = await stream.ReadAsync(_buffer, CancellationToken.None);
                if (_end == 0) return _body.EndsWithConnection && !_aborted ? 0 : throw Broken();
                _body.Decode(_buffer.AsSpan(0, _end), target.Span, out _start, out var written);
                if (written == 0 && !_body.IsDone) continue;
                _reading = false;
                return written;
            }
        }
        catch (Exception e) when (_aborted || IsBreak(e))
        {
            throw _aborted ? new OperationCanceledException(e.Message, e, cancellationToken) : Broken(e);
        }
    }

    private static bool IsBreak(Exception e) => e is IOException or ObjectDisposedException or AuthenticationException;

    private static UpstreamFailedException Broken(Exception? inner = null) =>
        new(UpstreamFailure.Broken, inner?.Message ?? "The connection ended before the answer did.", inner);
}
