using System.IO.Compression;

namespace Farebox.Server.Tests.Hardening;

/// <summary>A few bytes that stand for many.</summary>
internal static class Bombs
{
    /// <summary>Zeros, a thousandth of that compressed.</summary>
    public static byte[] Gzip(int bytes) => Pack(new byte[bytes], stream => new GZipStream(stream, CompressionLevel.Optimal));

    public static byte[] Brotli(int bytes) => Pack(new byte[bytes], stream => new BrotliStream(stream, CompressionLevel.Optimal));

    /// <summary>Packs bytes, packed ones too.</summary>
    public static byte[] Pack(byte[] bytes, Func<Stream, Stream> packer)
    {
        var packed = new MemoryStream();
        using (var stream = packer(packed)) stream.Write(bytes);
        return packed.ToArray();
    }
}
