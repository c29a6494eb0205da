namespace Farebox.Server.Tests.Hardening;

/// <summary>
/// Requests of which a proxy in front might see another end than Farebox does: what is inside one could then be taken for the next, by
/// somebody else. Each is refused, and nothing behind it on its connection is read.
/// </summary>
public sealed class SmugglingTests(House<UsualRules> house) : HardeningTest<UsualRules>(house)
{
    private const string Inner = "GET /v1/models HTTP/1.1\r\nHost: farebox\r\n\r\n";

    [Theory]
    [InlineData("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 44\r\n", "0\r\n\r\n")]
    [InlineData("Content-Length: 5\r\nContent-Length: 6\r\n", "{}   ")]
    [InlineData("Content-Length: 5\r\nContent-Length: 5\r\n", "{}   ")]
    [InlineData("Content-Length: 5, 5\r\n", "{}   ")]
    [InlineData("Content-Length: -1\r\n", "")]
    [InlineData("Content-Length: 0x5\r\n", "{}   ")]
    [InlineData("Content-Length: 99999999999999999999\r\n", "")]
    [InlineData("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked, gzip\r\n", "0\r\n\r\n")]
    [InlineData("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", "0\r\n\r\n")]
    [InlineData("Transfer-Encoding : chunked\r\n", "0\r\n\r\n")]
    [InlineData("Transfer-Encoding:\u000bchunked\r\n", "0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n", "-1\r\n{}\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n", "0x2\r\n{}\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n", "FFFFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n", "2\r\n{}X0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n", "2\n{}\n0\n\n")]
    [InlineData("X-Folded: a\r\n Content-Length: 5\r\n", "{}   ")]
    [InlineData("X-Null: a\0b\r\n", "")]
    [InlineData("X-Return: a\rb\r\n", "")]
    [InlineData("X Space: a\r\n", "")]
    [InlineData(": nameless\r\n", "")]
    [InlineData("nothing\r\n", "")]
    [InlineData("Host: other\r\n", "")]
    public async Task DoubtfulFraming_IsRefused_AndNothingBehindItIsRead(string headers, string body)
    {
        using var client = await ConnectAsync();
        await client.TrySendAsync(System.Text.Encoding.Latin1.GetBytes(RawClient.Head(Key, headers) + body + Inner));

        var first = await client.ReadAsync();

        Assert.Equal(400, first!.Status);
        Assert.Null(await client.ReadAsync());
        Assert.Empty(Sent);
    }

    [Theory]
    [InlineData("GET  /v1/models HTTP/1.1")]
    [InlineData("GET /v1/models HTTP/1.1 ")]
    [InlineData("GET /v1/models HTTP/9.9")]
    [InlineData("GET /v1/models")]
    [InlineData("GE T /v1/models HTTP/1.1")]
    [InlineData("G\u0001T /v1/models HTTP/1.1")]
    [InlineData("GET v1/models HTTP/1.1")]
    [InlineData("GET /v1/models\0 HTTP/1.1")]
    [InlineData("PRI * HTTP/2.0")]
    public async Task DoubtfulRequestLine_IsRefused(string line)
    {
        using var client = await ConnectAsync();
        await client.TrySendAsync(System.Text.Encoding.Latin1.GetBytes($"{line}\r\nHost: farebox\r\n\r\n{Inner}"));

        var answer = await client.ReadAsync();

        if (answer is not null) Assert.InRange(answer.Status, 400, 505);
        Assert.Null(await client.ReadAsync());
    }

    [Fact]
    public async Task TwoSoundRequests_InOnePiece_AreBothServed()
    {
        using var client = await ConnectAsync();
        await client.SendAsync(Inner + Inner);

        Assert.Equal(401, (await client.ReadAsync())!.Status);
        Assert.Equal(401, (await client.ReadAsync())!.Status);
    }
}
