using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Farebox.Kernel.UsageLog;

/// <summary>
/// Numbers of one column as bytes: the least of them, and for each how much it is above that, in as few bytes as the greatest needs: none, one,
/// two, four or eight. Reading it is one addition per number.
/// </summary>
public static class PackedColumn
{
    // The base, the width, and padding: what follows is aligned.
    private const int HeaderBytes = 16;

    /// <summary>The bytes of a column.</summary>
    public static byte[] Pack(ReadOnlySpan<long> values)
    {
        var (least, greatest) = values.IsEmpty ? (0, 0) : (long.MaxValue, long.MinValue);
        foreach (var value in values) (least, greatest) = (Math.Min(least, value), Math.Max(greatest, value));

        // As an unsigned number the distance of any two fits.
        var width = WidthOf(unchecked((ulong)(greatest - least)));
        var packed = new byte[HeaderBytes + (values.Length * width)];
        BinaryPrimitives.WriteInt64LittleEndian(packed, least);
        packed[8] = (byte)width;
        var target = packed.AsSpan(HeaderBytes);
        for (var i = 0; i < values.Length; i++)
        {
            var above = unchecked((ulong)(values[i] - least));
            if (width == 1) target[i] = (byte)above;
            else if (width == 2) BinaryPrimitives.WriteUInt16LittleEndian(target[(2 * i)..], (ushort)above);
            else if (width == 4) BinaryPrimitives.WriteUInt32LittleEndian(target[(4 * i)..], (uint)above);
            else if (width == 8) BinaryPrimitives.WriteUInt64LittleEndian(target[(8 * i)..], above);
        }

        return packed;
    }

    /// <summary>Reads what <see cref="Pack"/> wrote.</summary>
    /// <param name="values">As many as there were.</param>
    /// <exception cref="FormatException">The bytes are not a column of so many numbers.</exception>
    public static void Unpack(ReadOnlySpan<byte> packed, Span<long> values)
    {
        if (packed.Length < HeaderBytes || packed[8] is not (0 or 1 or 2 or 4 or 8) || packed.Length != HeaderBytes + (values.Length * packed[8]))
            throw new FormatException($"{packed.Length} bytes are not a column of {values.Length} numbers.");
        var least = BinaryPrimitives.ReadInt64LittleEndian(packed);
        var data = packed[HeaderBytes..];
        switch (packed[8])
        {
            case 0:
                values.Fill(least);
                break;
            case 1:
                for (var i = 0; i < values.Length; i++) values[i] = unchecked(least + data[i]);
                break;
            case 2:
                var twos = MemoryMarshal.Cast<byte, ushort>(data);
                for (var i = 0; i < values.Length; i++) values[i] = unchecked(least + Little(twos[i]));
                break;
            case 4:
                var fours = MemoryMarshal.Cast<byte, uint>(data);
                for (var i = 0; i < values.Length; i++) values[i] = unchecked(least + Little(fours[i]));
                break;
            default:
                var eights = MemoryMarshal.Cast<byte, long>(data);
                for (var i = 0; i < values.Length; i++) values[i] = unchecked(least + Little(eights[i]));
                break;
        }
    }

    private static int WidthOf(ulong distance) => distance switch
    {
        0 => 0,
        <= byte.MaxValue => 1,
        <= ushort.MaxValue => 2,
        <= uint.MaxValue => 4,
        _ => 8,
    };

    // Nothing on the machines that there are.
    private static ushort Little(ushort value) => BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);

    private static uint Little(uint value) => BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);

    private static long Little(long value) => BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);
}
