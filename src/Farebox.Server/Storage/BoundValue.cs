using System.Runtime.InteropServices;
using System.Text;

namespace Farebox.Server.Storage;

/// <summary>
/// What one parameter of a statement is bound to, from one run to the next: most of a row's values are those of the row before, and need not be
/// bound again. Texts and BLOBs lie outside the heap, where SQLite reads them.
/// </summary>
internal unsafe struct BoundValue : IDisposable
{
    private enum Kind
    {
        Other,
        Null,
        Number,
        Text,
    }

    private Kind _kind;
    private long _number;
    private string? _text;
    private byte* _room;
    private int _roomBytes;

    public readonly bool IsNull => _kind == Kind.Null;

    public readonly bool Is(long number) => _kind == Kind.Number && _number == number;

    public readonly bool Is(string text) => _kind == Kind.Text && _text == text;

    // To be called after SQLite was told: what it refused is bound to nothing that is known here.

    public void SetNull() => (_kind, _text) = (Kind.Null, null);

    public void Set(long number) => (_kind, _number, _text) = (Kind.Number, number, null);

    public void Set(string text) => (_kind, _text) = (Kind.Text, text);

    /// <summary>Writes a text where it stays until the next one is written; the parameter must be bound to it before the next run.</summary>
    public (nint Start, int Length) Write(string text)
    {
        MakeRoom(3 * text.Length);
        return ((nint)_room, Encoding.UTF8.GetBytes(text, new Span<byte>(_room, _roomBytes)));
    }

    /// <summary>Writes bytes where they stay until the next ones are written; the parameter must be bound to them before the next run.</summary>
    public nint Write(ReadOnlySpan<byte> bytes)
    {
        MakeRoom(bytes.Length);
        bytes.CopyTo(new Span<byte>(_room, _roomBytes));
        return (nint)_room;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(_room);
        this = default;
    }

    private void MakeRoom(int bytes)
    {
        (_kind, _text) = (Kind.Other, null);

        // Never without an address: to SQLite that would be NULL rather than an empty text.
        if (_room is not null && _roomBytes >= bytes) return;
        NativeMemory.Free(_room);
        _room = null;
        _roomBytes = Math.Max(64, bytes);
        _room = (byte*)NativeMemory.Alloc((nuint)_roomBytes);
    }
}
