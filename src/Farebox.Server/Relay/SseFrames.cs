using System.Buffers;

namespace Farebox.Server.Relay;

/// <summary>
/// Cuts a byte stream into server-sent events: a frame ends with an empty line, of whichever line end, wherever the reads happen to
/// fall. Frames are handed out with their own bytes, line ends included.
/// </summary>
internal sealed class SseFrames(int maxFrameBytes) : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(8192);
    private int _start;
    private int _end;

    // Where the search for the frame's end goes on: bytes before it hold none.
    private int _searched;

    /// <summary>Whether a frame has grown past the limit; nothing more can be read then.</summary>
    public bool IsOverfull => _end - _start >= maxFrameBytes;

    /// <summary>Bytes that wait for the rest of their frame.</summary>
    public ReadOnlySpan<byte> Rest => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Room for the next read.</summary>
    public Memory<byte> Room()
    {
        if (_start == _end) _start = _end = _searched = 0;
        if (_end == _buffer.Length) MakeRoom();
        return _buffer.AsMemory(_end);
    }

    /// <summary>Says how much of the room was filled.</summary>
    public void Filled(int count) => _end += count;

    /// <summary>The next whole frame; valid until the next call of <see cref="Room"/>.</summary>
    public bool TryTake(out ReadOnlyMemory<byte> frame)
    {
        var span = _buffer.AsSpan(0, _end);
        var at = Math.Max(_start, _searched);
        while (at < _end)
        {
            var lineEnd = span[at..].IndexOfAny((byte)'\n', (byte)'\r');
            if (lineEnd < 0) break;
            at += lineEnd + 1;
            if (!EndsFrame(span, at - 1)) continue;
            frame = _buffer.AsMemory(_start, at - _start);
            _start = _searched = at;
            return true;
        }

        _searched = _end;
        frame = default;
        return false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _start = _end = 0;
    }

    // A line ends with \n, \r or both; the frame ends when the line is empty. A \r that is the last byte so far ends its line at once: the \n
    // that may follow is then a frame of nothing but itself, which does no harm.
    private bool EndsFrame(ReadOnlySpan<byte> span, int at)
    {
        if (span[at] == (byte)'\r' && at + 1 < span.Length && span[at + 1] == (byte)'\n') return false;
        var before = at - 1;
        if (span[at] == (byte)'\n' && before >= _start && span[before] == (byte)'\r') before--;
        return before < _start || span[before] is (byte)'\n' or (byte)'\r';
    }

    private void MakeRoom()
    {
        var length = _end - _start;
        var target = length * 2 > _buffer.Length ? ArrayPool<byte>.Shared.Rent(_buffer.Length * 2) : _buffer;
        _buffer.AsSpan(_start, length).CopyTo(target);
        if (!ReferenceEquals(target, _buffer)) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = target;
        _searched -= _start;
        _start = 0;
        _end = length;
    }
}
