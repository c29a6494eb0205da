namespace Farebox.Server.Upstreams.Http;

/// <summary>Takes the framing off an answer's body, whatever pieces it arrives in.</summary>
internal struct BodyDecoder
{
    private const int MaxLineLength = 4096;
    private const int MaxTrailerLength = 64 << 10;

    private enum State
    {
        UntilClose,
        Counted,
        ChunkSize,
        ChunkData,
        ChunkEnd,
        Trailers,
        Done,
    }

    private State _state;
    private long _remaining;
    private bool _sawDigit;
    private bool _inExtension;
    private bool _sawReturn;
    private int _lineLength;
    private int _trailerLength;

    /// <summary>Begins the body that a head announces.</summary>
    public BodyDecoder(in ResponseHead head)
    {
        _remaining = head.Chunked ? 0 : head.ContentLength ?? 0;
        _state = head.HasNoBody ? State.Done
            : head.Chunked ? State.ChunkSize
            : head.ContentLength is null ? State.UntilClose
            : _remaining == 0 ? State.Done
            : State.Counted;
    }

    /// <summary>Whether the body has ended.</summary>
    public readonly bool IsDone => _state == State.Done;

    /// <summary>Whether the end of the connection ends the body too, and nothing else does.</summary>
    public readonly bool EndsWithConnection => _state == State.UntilClose;

    /// <summary>Moves body bytes from <paramref name="framed"/> to <paramref name="body"/>, as many as there are and fit.</summary>
    /// <exception cref="UpstreamFailedException">The chunks are not well formed.</exception>
    public void Decode(ReadOnlySpan<byte> framed, Span<byte> body, out int consumed, out int written)
    {
        consumed = written = 0;
        while (consumed < framed.Length && _state != State.Done)
        {
            if (_state is State.UntilClose or State.Counted or State.ChunkData)
            {
                var count = Math.Min(framed.Length - consumed, body.Length - written);
                if (_state != State.UntilClose) count = (int)Math.Min(count, _remaining);
                if (count == 0) return;
                framed.Slice(consumed, count).CopyTo(body[written..]);
                consumed += count;
                written += count;
                if (_state != State.UntilClose && (_remaining -= count) == 0) _state = _state == State.Counted ? State.Done : EndChunk();
            }
            else
            {
                Step(framed[consumed++]);
            }
        }
    }

    private void Step(byte b)
    {
        if (++_lineLength > MaxLineLength) throw ResponseHeadParser.Garbage("a chunk's head is too long");
        if (_state == State.Trailers && ++_trailerLength > MaxTrailerLength) throw ResponseHeadParser.Garbage("its trailers are too long");
        if (_sawReturn && b != '\n') throw ResponseHeadParser.Garbage("a line of its chunks has no proper end");
        _sawReturn = b == '\r';
        switch (_state)
        {
            case State.ChunkSize when b == '\n': EndSize(); break;
            case State.ChunkSize: ReadSize(b); break;
            case State.ChunkEnd when b == '\n': Begin(State.ChunkSize); break;
            case State.ChunkEnd when b != '\r': throw ResponseHeadParser.Garbage("a chunk is longer than its size");
            case State.Trailers when b == '\r': _lineLength--; break;
            case State.Trailers when b == '\n' && _lineLength == 1: _state = State.Done; break;
            case State.Trailers when b == '\n': _lineLength = 0; break;
        }
    }

    private void ReadSize(byte b)
    {
        if (_inExtension || b == '\r') return;
        var digit = HexDigit(b);
        if (digit >= 0)
        {
            if (_remaining > long.MaxValue >> 4) throw ResponseHeadParser.Garbage("a chunk's size is too large");
            (_remaining, _sawDigit) = ((_remaining << 4) + digit, true);
        }
        else if (b is (byte)';' or (byte)' ' or (byte)'\t')
        {
            _inExtension = true;
        }
        else
        {
            throw ResponseHeadParser.Garbage("a chunk's size is not a number");
        }
    }

    private static int HexDigit(byte b) => b switch
    {
        >= (byte)'0' and <= (byte)'9' => b - '0',
        >= (byte)'a' and <= (byte)'f' => b - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => b - 'A' + 10,
        _ => -1,
    };

    private void EndSize()
    {
        if (!_sawDigit) throw ResponseHeadParser.Garbage("a chunk has no size");
        if (_remaining == 0) Begin(State.Trailers);
        else _state = State.ChunkData;
    }

    private State EndChunk()
    {
        _lineLength = 0;
        return State.ChunkEnd;
    }

    private void Begin(State state) => (_state, _remaining, _sawDigit, _inExtension, _lineLength) = (state, 0, false, false, 0);
}
