using System.Runtime.InteropServices;

namespace Farebox.Server.Storage;

/// <summary>
/// Memory outside the heap that holds what is bound to a statement until its next run: SQLite would otherwise allocate and free a copy
/// of each value.
/// </summary>
internal sealed unsafe class BoundBytes : IDisposable
{
    private const int BlockBytes = 16 << 10;

    // Blocks never move, because SQLite has pointers into them; a run that needs more than one is rare.
    private readonly List<(nint Start, int Length)> _blocks = [];
    private int _block;
    private int _used;

    /// <summary>Room for this many bytes, to be filled and then kept, all or less.</summary>
    public Span<byte> Take(int length)
    {
        while (_block < _blocks.Count && _blocks[_block].Length - _used < length) (_block, _used) = (_block + 1, 0);
        if (_block == _blocks.Count)
        {
            var size = Math.Max(BlockBytes, length);
            _blocks.Add(((nint)NativeMemory.Alloc((nuint)size), size));
        }

        return new Span<byte>((void*)(_blocks[_block].Start + _used), length);
    }

    /// <summary>Keeps what was taken last; returns where it is.</summary>
    public nint Keep(int length)
    {
        var start = _blocks[_block].Start + _used;
        _used += length;
        return start;
    }

    /// <summary>Everything kept may be overwritten from now on.</summary>
    public void Reset() => (_block, _used) = (0, 0);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (start, _) in _blocks) NativeMemory.Free((void*)start);
        _blocks.Clear();
    }
}
