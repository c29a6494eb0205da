using System.Buffers.Binary;
using System.Globalization;

namespace Farebox.Server.Billing;

/// <summary>Id of a top-up: <c>topup_</c> and the 32 hexadecimal digits of its transfer.</summary>
internal readonly record struct TopUpId(UInt128 Value)
{
    private const string Prefix = "topup_";

    /// <summary>Reads sixteen bytes, big-endian, as the store keeps them.</summary>
    public static TopUpId FromBytes(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt128BigEndian(bytes));

    /// <summary>Null when it is not one.</summary>
    public static TopUpId? TryParse(string text) =>
        text.Length == Prefix.Length + 32 && text.StartsWith(Prefix, StringComparison.Ordinal)
        && UInt128.TryParse(text.AsSpan(Prefix.Length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? new TopUpId(value)
            : null;

    /// <summary>Sixteen bytes, big-endian.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Value);
        return bytes;
    }

    /// <inheritdoc/>
    public override string ToString() => Prefix + Convert.ToHexStringLower(ToBytes());
}
