using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Farebox.Server.Tests.Watching;

/// <summary>A message of Protocol Buffers, read by their wire format: fields by number, without a schema.</summary>
internal sealed class OtlpMessage
{
    private readonly List<(int Number, ulong Value, byte[]? Bytes)> _fields = [];

    public OtlpMessage(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var key = Varint(ref bytes);
            var (number, type) = ((int)(key >> 3), key & 7);
            switch (type)
            {
                case 0: _fields.Add((number, Varint(ref bytes), null)); break;
                case 1: _fields.Add((number, BinaryPrimitives.ReadUInt64LittleEndian(Take(ref bytes, 8)), null)); break;
                case 2: _fields.Add((number, 0, Take(ref bytes, (int)Varint(ref bytes)).ToArray())); break;
                case 5: _fields.Add((number, BinaryPrimitives.ReadUInt32LittleEndian(Take(ref bytes, 4)), null)); break;
                default: throw new InvalidDataException($"The wire type {type}.");
            }
        }
    }

    public bool Has(int number) => _fields.Exists(field => field.Number == number);

    public IEnumerable<OtlpMessage> Messages(int number) =>
        _fields.Where(field => field.Number == number).Select(field => new OtlpMessage(field.Bytes));

    public string Text(int number) => Encoding.UTF8.GetString(Bytes(number));

    public string Hex(int number) => Convert.ToHexStringLower(Bytes(number));

    public long Number(int number) => unchecked((long)_fields.LastOrDefault(field => field.Number == number).Value);

    public double Real(int number) => BitConverter.Int64BitsToDouble(Number(number));

    /// <summary>Numbers of eight bytes each, packed.</summary>
    public List<long> Packed(int number) =>
        [.. Bytes(number).Chunk(8).Select(piece => BinaryPrimitives.ReadInt64LittleEndian(piece))];

    /// <summary>Attributes: pairs of a key and a value of any kind, as text.</summary>
    public Dictionary<string, string> Attributes(int number) =>
        Messages(number).ToDictionary(pair => pair.Text(1), pair => AnyText(pair.Messages(2).Single()));

    private static string AnyText(OtlpMessage any) =>
        any.Has(1) ? any.Text(1) : any.Has(2) ? (any.Number(2) != 0 ? "true" : "false")
        : any.Has(3) ? any.Number(3).ToString(CultureInfo.InvariantCulture) : any.Real(4).ToString(CultureInfo.InvariantCulture);

    private byte[] Bytes(int number) => _fields.LastOrDefault(field => field.Number == number).Bytes ?? [];

    private static ulong Varint(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = Take(ref bytes, 1)[0];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80) return value;
        }
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> bytes, int count)
    {
        var taken = bytes[..count];
        bytes = bytes[count..];
        return taken;
    }
}
