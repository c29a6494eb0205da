using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Farebox.Server.Tests.Accounts;

/// <summary>What is no form, or too much of one: refused with a page that says so, at every route that takes forms, and never a failure of ours.</summary>
public sealed class BrokenFormTests : ConsoleTest
{
    private const string UrlEncoded = "application/x-www-form-urlencoded";
    private const int MaxBytes = 64 << 10;

    private static readonly Dictionary<string, (string Type, string Body, bool Chunked, HttpStatusCode Status)> Broken = new()
    {
        ["json"] = ("application/json", "{}", false, HttpStatusCode.BadRequest),
        ["no type"] = ("", "email=x", false, HttpStatusCode.BadRequest),
        ["multipart without a boundary"] = ("multipart/form-data", "--b\r\n", false, HttpStatusCode.BadRequest),
        ["multipart that ends in the middle"] = ("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"email\"\r\n\r\nx", false, HttpStatusCode.BadRequest),
        ["multipart whose heads never end"] = ("multipart/form-data; boundary=b", "--b\r\n" + new string('h', 40_000), false, HttpStatusCode.BadRequest),
        ["a boundary without end"] = ("multipart/form-data; boundary=" + new string('b', 400), "--b\r\n", false, HttpStatusCode.BadRequest),
        ["thousands of fields"] = (UrlEncoded, string.Join('&', Enumerable.Range(0, 3000).Select(i => $"f{i}=1")), false, HttpStatusCode.BadRequest),
        ["a huge key"] = (UrlEncoded, new string('k', 20_000) + "=1", false, HttpStatusCode.BadRequest),
        ["a null character"] = (UrlEncoded, "email=a%00b", false, HttpStatusCode.BadRequest),
        ["too large"] = (UrlEncoded, "email=" + new string('x', MaxBytes), false, HttpStatusCode.RequestEntityTooLarge),
        ["too large and chunked"] = (UrlEncoded, "email=" + new string('x', MaxBytes), true, HttpStatusCode.RequestEntityTooLarge),
        ["multipart, too large and chunked"] = (
            "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\n" + new string('x', MaxBytes), true,
            HttpStatusCode.RequestEntityTooLarge),
    };

    [Fact]
    public async Task EveryForm_Broken_IsRefusedWithAPage_AndNoFailureIsLogged()
    {
        await StartSmallAsync();
        var paths = await FormList.OfAsync(Farebox);
        for (var i = 0; i < paths.Count; i++)
        {
            // All of them where strangers come, and one after the other elsewhere: what reads forms is the same.
            var all = paths[i] is "/console/sign-in" or "/console/forgotten" or "/console/account/password";
            foreach (var (name, broken) in all ? Broken : Broken.Skip(i % Broken.Count).Take(1))
            {
                var stranger = paths[i] is "/console/sign-in" or "/console/set-up" or "/console/sign-up" or "/console/forgotten" || !AsksWhoItIs(paths[i]);
                using var content = new BrokenContent(broken.Type, broken.Body, broken.Chunked);
                var page = await (stranger ? NewBrowser() : AdasBrowser).PostRawAsync(paths[i], content);
                if (page.Location is not null && stranger) continue; // Closed to strangers here.
                Assert.True(broken.Status == page.Status, $"{paths[i]}, {name}: {page.Status} {page.Location} {page.Html}");
                Assert.Contains(page.Status == HttpStatusCode.BadRequest ? "That is no form" : "That is too much", page.Html, StringComparison.Ordinal);
            }
        }

        Assert.DoesNotContain(Farebox.Logs.Lines, line => line.StartsWith("Error ", StringComparison.Ordinal) || line.StartsWith("Critical ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("email=a%ff%fe&password=%c3%28", UrlEncoded)] // No UTF-8.
    [InlineData("email=%zz&password=%", UrlEncoded)]
    [InlineData("email=x&password=y", UrlEncoded + "; charset=none-such")]
    [InlineData("email=x&password=y", UrlEncoded + "; charset=utf-16")]
    [InlineData("=&&=&email", UrlEncoded)]
    [InlineData("", UrlEncoded)]
    public async Task Form_InAStrangeEncoding_IsReadAsItIs(string body, string type)
    {
        await StartSmallAsync();
        using var content = new BrokenContent(type, body, isChunked: false);
        var page = await NewBrowser().PostRawAsync("/console/sign-in", content);
        Assert.Equal("/console/sign-in?error=stale", page.Location);
        Assert.DoesNotContain(Farebox.Logs.Lines, line => line.StartsWith("Error ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Form_ThatIsCutOff_IsNoFailureOfOurs()
    {
        await StartSmallAsync();
        using var socket = new TcpClient();
        await socket.ConnectAsync(Farebox.BaseUrl.Host, Farebox.BaseUrl.Port, TestContext.Current.CancellationToken);
        await using var stream = socket.GetStream();
        var head = $"POST /console/sign-in HTTP/1.1\r\nHost: farebox\r\nContent-Type: {UrlEncoded}\r\nContent-Length: 100\r\n\r\nemail=x";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), TestContext.Current.CancellationToken);
        socket.Client.Shutdown(SocketShutdown.Send);

        // Whoever hangs up in the middle is not answered; the connection is over.
        var answer = new byte[1];
        var end = await Record.ExceptionAsync(async () => Assert.Equal(0, await stream.ReadAsync(answer, TestContext.Current.CancellationToken)));
        Assert.True(end is null or IOException, end?.ToString());
        Assert.Equal(HttpStatusCode.OK, (await NewBrowser().OpenAsync("/console/sign-in")).Status);
        Assert.DoesNotContain(Farebox.Logs.Lines, line => line.StartsWith("Error ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Form_OfTheLargestSize_IsRead_AndOneByteMoreIsNot()
    {
        await StartSmallAsync();
        foreach (var (length, status) in new[] { (MaxBytes, HttpStatusCode.Redirect), (MaxBytes + 1, HttpStatusCode.RequestEntityTooLarge) })
        {
            using var content = new BrokenContent(UrlEncoded, "email=".PadRight(length, 'x'), isChunked: false);
            Assert.Equal(status, (await NewBrowser().PostRawAsync("/console/sign-in", content)).Status);
        }
    }

    private Task StartSmallAsync() => StartAsync(options => (options.SignUp, options.MaxFormBytes, options.SignInsPerClient) = ("open", MaxBytes, 10_000));

    private static bool AsksWhoItIs(string path) => path.StartsWith("/console/account", StringComparison.Ordinal)
        || path.StartsWith("/console/org", StringComparison.Ordinal) || path.StartsWith("/console/operator", StringComparison.Ordinal)
        || path.StartsWith("/console/invitations", StringComparison.Ordinal);

    private sealed class BrokenContent : HttpContent
    {
        private readonly byte[] body;
        private readonly bool isChunked;

        public BrokenContent(string type, string body, bool isChunked)
        {
            (this.body, this.isChunked) = (Encoding.Latin1.GetBytes(body), isChunked);
            if (type.Length > 0) Headers.TryAddWithoutValidation("Content-Type", type);
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(body).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = body.Length;
            return !isChunked;
        }
    }
}
