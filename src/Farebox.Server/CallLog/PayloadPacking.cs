using System.Buffers;
using System.IO.Compression;
using System.Text;

namespace Farebox.Server.CallLog;

/// <summary>Texts as they lie in the store: UTF-8, Brotli (RFC 7932).</summary>
internal static class PayloadPacking
{
    // Of four the gain beyond is small and the time many times as long.
    private const int Quality = 4;
    private const int WindowBits = 20;

    // A byte order mark is the client's, and stays.
    private static readonly UTF8Encoding WithoutMark = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Null for null.</summary>
    public static byte[]? Pack(string? text)
    {
        if (text is null) return null;
        var bytes = Encoding.UTF8.GetBytes(text);
        var packed = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(bytes.Length));
        try
        {
            return BrotliEncoder.TryCompress(bytes, packed, out var written, Quality, WindowBits)
                ? packed.AsSpan(0, written).ToArray()
                : throw new InvalidOperationException("A payload cannot be compressed.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(packed);
        }
    }

    /// <summary>What <see cref="Pack"/> made.</summary>
    public static string? Unpack(byte[]? packed)
    {
        if (packed is null) return null;
        using var stream = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var reader = new StreamReader(stream, WithoutMark, detectEncodingFromByteOrderMarks: false);
        return reader.ReadToEnd();
    }
}
