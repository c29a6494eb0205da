namespace Farebox.Server.CallLog;

/// <summary>A copy of bytes as they pass, up to a limit; what comes behind it is left out and the copy marked as cut.</summary>
internal sealed class Capture(CaptureRoom room, int limit)
{
    private const int FirstBytes = 4096;

    private byte[] _bytes = [];
    private int _length;

    /// <summary>What was copied.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, _length);

    /// <summary>Whether something was left out.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Bytes taken from the room.</summary>
    public int Held => _bytes.Length;

    /// <summary>Copies what there is room for.</summary>
    public void Append(ReadOnlySpan<byte> piece)
    {
        if (IsCut || piece.IsEmpty) return;
        var wanted = Math.Min(limit, (long)_length + piece.Length);
        if (wanted > _bytes.Length && !TryGrow((int)wanted)) wanted = _bytes.Length;
        var fits = (int)wanted - _length;
        piece[..fits].CopyTo(_bytes.AsSpan(_length));
        _length += fits;
        IsCut = fits < piece.Length;
    }

    private bool TryGrow(int wanted)
    {
        var size = (int)Math.Min(limit, Math.Max(wanted, Math.Max(FirstBytes, 2L * _bytes.Length)));
        if (!room.TryTake(size - _bytes.Length)) return false;
        Array.Resize(ref _bytes, size);
        return true;
    }
}
