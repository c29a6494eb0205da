using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using Farebox.Server.Tests.Relay;
using Farebox.Server.Tests.Relay.Errors;

namespace Farebox.Server.Tests.Hardening;

/// <summary>Compressed bodies of requests: refused unread, so that no bomb goes off. Upstreams' are in <see cref="HostileUpstreamTests"/>.</summary>
public sealed class CompressedTests(House<UsualRules> house) : HardeningTest<UsualRules>(house)
{
    [Theory]
    [ErrorRow("415 unsupported_content_encoding")]
    [InlineData("gzip")]
    [InlineData("GZIP")]
    [InlineData("br")]
    [InlineData("zstd")]
    [InlineData("deflate")]
    [InlineData("gzip, gzip")]
    [InlineData("identity, gzip")]
    [InlineData("nonsense")]
    [InlineData("gzip|br")]
    public async Task CompressedBody_Is415_OnModelCallsAndManagementAlike(string coding)
    {
        foreach (var (client, path) in new[] { (Client, Calls.Chat), (Client, "/v1/tokens"), (Farebox.Admin, "/v1/organization/projects") })
        {
            var (status, code) = await SendAsync(client, path, Bombs.Gzip(64 << 20), coding.Split('|'));
            Assert.Equal((415, "unsupported_content_encoding"), (status, code));
        }

        Assert.Empty(Sent);
        await AssertServesAsync();
    }

    [Fact]
    public async Task DoublyCompressedBody_IsNotLookedInto()
    {
        var bomb = Bombs.Pack(Bombs.Gzip(64 << 20), stream => new GZipStream(stream, CompressionLevel.Optimal));

        Assert.Equal(415, (await SendAsync(Client, Calls.Chat, bomb, "gzip", "gzip")).Status);
    }

    [Fact]
    public async Task CompressedBody_ThatDoesNotSaySo_IsNotJson()
    {
        Assert.Equal((400, "invalid_json"), await SendAsync(Client, Calls.Chat, Bombs.Brotli(1 << 20)));
        Assert.Equal((400, "invalid_json"), await SendAsync(Farebox.Admin, "/v1/organization/projects", Bombs.Gzip(1 << 20)));
    }

    [Fact]
    public async Task BodyCodedAsIdentity_IsRead()
    {
        Assert.Equal(200, (await SendAsync(Client, Calls.Chat, Encoding.UTF8.GetBytes(Calls.Body()), "identity")).Status);
        Assert.Equal(200, (await SendAsync(Client, "/v1/tokens", "{}"u8.ToArray(), "Identity")).Status);
    }

    private static async Task<(int Status, string? Code)> SendAsync(HttpClient client, string path, byte[] body, params string[] codings)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach (var coding in codings) content.Headers.TryAddWithoutValidation("Content-Encoding", coding);
        using var response = await client.PostAsync(new Uri(path, UriKind.Relative), content, Cancellation);
        var call = new CallResult((int)response.StatusCode, response, await response.Content.ReadAsStringAsync(Cancellation));
        return (call.Status, call.Status == 200 ? null : call.Error.GetProperty("code").GetString());
    }
}
