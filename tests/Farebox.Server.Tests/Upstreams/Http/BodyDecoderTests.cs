using System.Text;
using Farebox.Server.Upstreams;
using Farebox.Server.Upstreams.Http;

namespace Farebox.Server.Tests.Upstreams.Http;

public sealed class BodyDecoderTests
{
    private static readonly ResponseHead Chunked = new(200, null, Chunked: true, KeepAlive: true, null, null);

    private static ResponseHead Counted(long length) => Chunked with { Chunked = false, ContentLength = length };

    [Theory]
    [InlineData("3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n", "abcdefg")]
    [InlineData("03;name=value\r\nabc\r\n0\r\nTrailer: x\r\nOther: y\r\n\r\n", "abc")]
    [InlineData("A \r\n0123456789\r\n000\r\n\r\n", "0123456789")]
    [InlineData("1\na\n0\n\n", "a")]
    [InlineData("0\r\n\r\n", "")]
    public void Chunks_HoweverCut_GiveTheBody(string framed, string body)
    {
        for (var piece = 1; piece <= framed.Length; piece++)
        {
            for (var room = 1; room <= 11; room += 5)
            {
                Assert.Equal((body, "more"), Decode(Chunked, framed + "more", piece, room));
            }
        }
    }

    [Fact]
    public void CountedBody_EndsWhereItsLengthSays() => Assert.Equal(("abcde", "fg"), Decode(Counted(5), "abcdefg", 3, 2));

    [Fact]
    public void EmptyBody_IsDoneAtOnce()
    {
        Assert.True(new BodyDecoder(Counted(0)).IsDone);
        Assert.True(new BodyDecoder(Counted(9) with { StatusCode = 204 }).IsDone);
    }

    [Fact]
    public void BodyWithoutLength_EndsWithTheConnectionAlone()
    {
        var decoder = new BodyDecoder(Chunked with { Chunked = false });
        var body = new byte[10];
        decoder.Decode("abc"u8, body, out var consumed, out var written);
        Assert.Equal((3, 3, false, true), (consumed, written, decoder.IsDone, decoder.EndsWithConnection));
    }

    [Theory]
    [InlineData("\r\nabc")]
    [InlineData("xyz\r\n")]
    [InlineData("-1\r\n")]
    [InlineData("0x3\r\nabc\r\n")]
    [InlineData("3\r\nabcd\r\n")]
    [InlineData("1\r2\r\nabc")]
    [InlineData("1\r\na\r\r\n0\r\n\r\n")]
    [InlineData("FFFFFFFFFFFFFFFFFF\r\n")]
    public void Chunks_NotWellFormed_AreGarbage(string framed) =>
        Assert.Throws<UpstreamFailedException>(() => Decode(Chunked, framed, framed.Length, 100));

    [Fact]
    public void ChunkExtension_WithoutEnd_IsGarbage() =>
        Assert.Throws<UpstreamFailedException>(() => Decode(Chunked, "1;" + new string('x', 5000), 100, 100));

    // The body, and what was left of the bytes when it ended.
    private static (string Body, string Behind) Decode(ResponseHead head, string framed, int piece, int room)
    {
        var decoder = new BodyDecoder(head);
        var bytes = Encoding.ASCII.GetBytes(framed);
        var body = new StringBuilder();
        var target = new byte[room];
        var at = 0;
        while (at < bytes.Length && !decoder.IsDone)
        {
            decoder.Decode(bytes.AsSpan(at, Math.Min(piece, bytes.Length - at)), target, out var consumed, out var written);
            body.Append(Encoding.ASCII.GetString(target, 0, written));
            at += consumed;
        }

        return (body.ToString(), framed[at..]);
    }
}
