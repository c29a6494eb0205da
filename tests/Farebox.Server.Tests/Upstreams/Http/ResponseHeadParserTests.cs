using System.Text;
using Farebox.Server.Upstreams;
using Farebox.Server.Upstreams.Http;

namespace Farebox.Server.Tests.Upstreams.Http;

public sealed class ResponseHeadParserTests
{
    private const string Usual =
        "HTTP/1.1 200 OK\r\nServer: x\r\nContent-Type: application/json\r\nContent-Length: 12\r\nRetry-After:  3 \r\n\r\nand the body";

    [Fact]
    public void Head_Usual_IsRead()
    {
        Assert.True(ResponseHeadParser.TryParse(Encoding.ASCII.GetBytes(Usual), out var head, out var length));
        Assert.Equal(new ResponseHead(200, 12, Chunked: false, KeepAlive: true, "application/json", "3"), head);
        Assert.Equal("and the body", Usual[length..]);
    }

    [Fact]
    public void Head_CutAnywhere_IsNotReadYet()
    {
        var whole = Usual[..^"and the body".Length];
        for (var length = 0; length < whole.Length; length++)
            Assert.False(ResponseHeadParser.TryParse(Encoding.ASCII.GetBytes(whole[..length]), out _, out _));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\n\n", true)]
    [InlineData("HTTP/1.1 200\r\n\r\n", true)]
    [InlineData("HTTP/1.0 200 OK\r\n\r\n", false)]
    [InlineData("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\r\n", true)]
    [InlineData("HTTP/1.1 200 OK\r\nCONNECTION: x, Close\r\n\r\n", false)]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\nConnection: keep-alive\r\n\r\n", false)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n", false)]
    [InlineData("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n", false)]
    public void Connection_IsKept_OnlyWhenItMayBe(string text, bool kept)
    {
        Assert.True(ResponseHeadParser.TryParse(Encoding.ASCII.GetBytes(text), out var head, out _));
        Assert.Equal(kept, head.KeepAlive);
    }

    [Fact]
    public void ChunksAndLength_Together_ChunksDecide()
    {
        const string Text = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: Chunked\r\n\r\n";
        Assert.True(ResponseHeadParser.TryParse(Encoding.ASCII.GetBytes(Text), out var head, out _));
        Assert.True(head.Chunked);
        Assert.Null(head.ContentLength);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\r\n")]
    [InlineData("HTTP/1.x 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nRetry-After: 1\rX: 2\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/\0html\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/ü\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("HTTP/2 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 2000 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 20x OK\r\n\r\n")]
    [InlineData("HTTP/1.1 099 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nno colon\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n: no name\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length : 5\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n")]
    public void Head_ThatCouldBeReadTwoWays_IsGarbage(string text)
    {
        var e = Assert.Throws<UpstreamFailedException>(() => ResponseHeadParser.TryParse(Encoding.Latin1.GetBytes(text), out _, out _));
        Assert.Equal(UpstreamFailure.Garbage, e.Failure);
    }
}
