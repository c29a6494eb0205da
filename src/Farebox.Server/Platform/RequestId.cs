using System.Buffers.Binary;
using System.Globalization;

namespace Farebox.Server.Platform;

/// <summary>Id of one HTTP call: <c>req_</c> and 32 hexadecimal digits of a time-ordered 128-bit number.</summary>
public readonly record struct RequestId(UInt128 Value)
{
    private const string Prefix = "req_";

    /// <summary>Sixteen bytes, big-endian, as the store keeps it: sorts by time.</summary>
    public void WriteBytes(Span<byte> target) => BinaryPrimitives.WriteUInt128BigEndian(target, Value);

    /// <summary>Sixteen bytes, big-endian.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[16];
        WriteBytes(bytes);
        return bytes;
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    public static RequestId FromBytes(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt128BigEndian(bytes));

    /// <summary>Reads <c>req_…</c>, or null when it is not one.</summary>
    public static RequestId? TryParse(string? text) =>
        text is { Length: 36 } && text.StartsWith(Prefix, StringComparison.Ordinal)
        && UInt128.TryParse(text.AsSpan(Prefix.Length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? new RequestId(value)
            : null;

    /// <inheritdoc/>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[16];
        WriteBytes(bytes);
        Span<char> text = stackalloc char[36];
        Prefix.CopyTo(text);
        Convert.TryToHexStringLower(bytes, text[4..], out _);
        return new string(text);
    }
}
