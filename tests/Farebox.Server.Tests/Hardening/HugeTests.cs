using System.Text;
using Farebox.Server.Relay;
using Farebox.Server.Tests.Relay;
using Microsoft.AspNetCore.Http;

namespace Farebox.Server.Tests.Hardening;

/// <summary>Requests that are larger than they may be, or not as large as they say.</summary>
public sealed class HugeTests(House<HugeTests.Rules> house) : HardeningTest<HugeTests.Rules>(house)
{
    private const int MaxBody = 100_000;

    [Theory]
    [InlineData(3000, 404)]
    [InlineData(4096, 414)]
    [InlineData(3_000_000, 414)]
    public async Task RequestLine_UpToMaxRequestLineBytes_IsRead(int length, int status)
    {
        var answer = await ExchangeAsync($"GET /{new string('a', length)} HTTP/1.1\r\nHost: farebox\r\n\r\n");

        Assert.Equal(status, answer!.Status);
        await AssertServesAsync();
    }

    [Theory]
    [InlineData(8 << 10, 1, 200)]
    [InlineData(17 << 10, 1, 431)]
    [InlineData(3_000_000, 1, 431)]
    [InlineData(10, 45, 200)]
    [InlineData(10, 51, 431)]
    [InlineData(1000, 17, 431)]
    public async Task Headers_UpToMaxHeaders_AndMaxHeaderBytes_AreRead(int length, int count, int status)
    {
        var headers = string.Concat(Enumerable.Range(0, count).Select(i => $"X-{i}: {new string('a', length)}\r\n"));

        var answer = await ExchangeAsync($"GET /healthz HTTP/1.1\r\nHost: farebox\r\n{headers}\r\n");

        Assert.Equal(status, answer!.Status);
        await AssertServesAsync();
    }

    [Theory]
    [InlineData("/v1/chat/completions", false)]
    [InlineData("/v1/chat/completions", true)]
    [InlineData("/v1/organization/projects", false)]
    [InlineData("/v1/organization/projects", true)]
    public async Task Body_OverTheLimit_Is413_WhetherItsLengthIsSaidOrNot(string path, bool chunked)
    {
        var credential = path.Contains("chat", StringComparison.Ordinal) ? Key : Farebox.Options.AdminKey;
        var body = "{" + new string(' ', MaxBody);
        var framed = chunked
            ? RawClient.Head(credential, "Transfer-Encoding: chunked\r\n", path) + $"{body.Length:x}\r\n{body}\r\n0\r\n\r\n"
            : RawClient.Head(credential, $"Content-Length: {body.Length}\r\n", path) + body;

        var answer = await ExchangeAsync(framed);

        Assert.Equal((413, "request_too_large"), (answer!.Status, answer.Code));
        await AssertNoBodyBytesAsync();
        await AssertServesAsync();
    }

    [Fact]
    public async Task Body_UpToTheLimit_IsRead_InOneChunkOrMany()
    {
        var body = Calls.Body();
        body += new string(' ', MaxBody - body.Length);
        var chunks = string.Concat(body.Chunk(1000).Select(piece => $"3e8;name=value\r\n{new string(piece)}\r\n"));

        foreach (var framed in new[] { $"{MaxBody:x}\r\n{body}\r\n0\r\n\r\n", chunks + "0\r\nTrailer: is fine\r\n\r\n" })
            Assert.Equal(200, (await ExchangeAsync(RawClient.Head(Key, "Transfer-Encoding: chunked\r\n") + framed))!.Status);
        Assert.All(Sent, call => Assert.Equal(body, call.BodyText));
    }

    [Theory]
    [InlineData("1;{0}")]
    [InlineData("1\r\n{{\r\n0\r\nX: {0}")]
    public async Task EndlessExtensionOrTrailer_IsNeverKept_AndEnds(string opening)
    {
        using var client = await ConnectAsync();
        await client.SendAsync(RawClient.Head(Key, "Transfer-Encoding: chunked\r\n") + string.Format(null, opening, new string('x', 64 << 10)));
        var more = new byte[64 << 10];
        Array.Fill(more, (byte)'x');
        using var between = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var answer = client.ReadAsync();
        while (!answer.IsCompleted && !await client.TrySendAsync(more)) await between.WaitForNextTickAsync(Cancellation);

        if (await answer is { } refusal) Assert.InRange(refusal.Status, 400, 431);
        Assert.Empty(Sent);
        await AssertServesAsync();
    }

    [Fact]
    public async Task Length_ThatPromisesMore_SetsNothingAside_AndAShortBodyIsNoCall()
    {
        using var client = await ConnectAsync();
        await client.SendAsync(RawClient.Head(Key, $"Content-Length: {MaxBody}\r\n") + Calls.Body());

        await AssertServesAsync();
        await AssertNoBodyBytesAsync();
        client.FinishSending();
        if (await client.ReadAsync() is { } answer) Assert.Equal(400, answer.Status);
        Assert.Empty(Sent);
    }

    [Fact]
    public async Task ALengthAlone_TakesNoMemory()
    {
        var context = new DefaultHttpContext { Request = { ContentLength = 512 << 20, Body = new MemoryStream() } };
        var allowance = new BodyAllowance(new Platform.Options.FareboxOptions { MaxBodyBytes = 512 << 20 }, TimeProvider.System);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var reading = RequestBody.ReadAsync(context, allowance);

        Assert.True(reading.IsCompletedSuccessfully);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        (await reading).Body.Dispose();
    }

    [Fact]
    public async Task Length_ThatPromisesLess_LeavesARestThatIsNoRequest()
    {
        var body = Calls.Body();
        using var client = await ConnectAsync();
        await client.SendAsync(RawClient.Head(Key, $"Content-Length: {body.Length}\r\n") + body + "{\"smuggled\":true}\r\n\r\n");

        Assert.Equal(200, (await client.ReadAsync())!.Status);
        Assert.Equal(400, (await client.ReadAsync())!.Status);
        Assert.Null(await client.ReadAsync());
        Assert.Single(Sent);
    }

    [Fact]
    public async Task LargeBodies_OverMaxRequestMemory_Get503_UntilThereIsRoom()
    {
        var many = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ConnectAsync()));
        var most = Encoding.ASCII.GetBytes(RawClient.Head(Key, $"Content-Length: {MaxBody}\r\n") + new string(' ', MaxBody - 1));
        foreach (var client in many) await client.SendAsync(most);
        while (BodyBytes < 8 * (128 << 10)) await Task.Yield();

        var refused = await ExchangeAsync(RawClient.Head(Key, $"Content-Length: {MaxBody}\r\n") + new string(' ', MaxBody));
        await AssertServesAsync();

        Assert.Equal((503, "server_is_overloaded"), (refused!.Status, refused.Code));
        foreach (var client in many) client.Dispose();
        await AssertNoBodyBytesAsync();
        var body = Calls.Body() + new string(' ', MaxBody - Calls.Body().Length);
        Assert.Equal(200, (await Client.PostAsync(body)).Status);
        await AssertNoBodyBytesAsync();
    }

    public sealed class Rules : IHouseRules
    {
        public static void Apply(Platform.Options.FareboxOptions options)
        {
            options.MaxBodyBytes = MaxBody;
            options.MaxManagementBodyBytes = MaxBody;
            options.MaxHeaderBytes = 16 << 10;
            options.MaxHeaders = 50;
            options.MaxRequestLineBytes = 4096;
            options.MaxRequestMemoryMib = 1;
            options.RequestBodySeconds = 2;
        }
    }
}
