using System.Text;
using Farebox.Contracts.Usage;
using Farebox.Server.Tests.Relay;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Hardening;

/// <summary>A provider, or whoever sits in its place, that answers with too much, without end, or with what it was not asked for.</summary>
public sealed class HostileUpstreamTests(House<HostileUpstreamTests.Rules> house) : HardeningTest<HostileUpstreamTests.Rules>(house)
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

    [Theory]
    [InlineData(Ok, "X: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n")]
    [InlineData(Ok + "X: ", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")]
    [InlineData(Ok + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n", "X: a\r\n")]
    [InlineData(Ok + "Transfer-Encoding: chunked\r\n\r\n2;", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task HeadOrFramingWithoutEnd_Is502(string opening, string more)
    {
        Upstream.Enqueue(Endless(opening, more));

        var call = await Client.PostAsync(Calls.Body());

        Assert.Equal((502, "upstream_error"), (call.Status, call.Error.GetProperty("code").GetString()));
        Assert.Equal(Outcomes.UpstreamFailed, (await Farebox.RecordAsync(call.RequestId)).Outcome);
        await AssertServesAsync();
    }

    [Fact]
    public async Task BodyWithoutEnd_IsCutOff_ByMaxAnswer()
    {
        Upstream.Enqueue(Endless(Ok + "Connection: close\r\n\r\n{\"a\":\"", new string('x', 1000)));
        using var client = await ConnectAsync();
        await client.SendAsync(RawClient.Head(Key, $"Content-Length: {Calls.Body().Length}\r\n") + Calls.Body());

        var seen = await client.ReadToEndAsync();

        Assert.InRange(seen.Length, 4096, 2 << 20);
        Assert.DoesNotContain("\r\n0\r\n\r\n", seen, StringComparison.Ordinal);
        var record = await Farebox.RecordAsync(seen[seen.IndexOf("req_", StringComparison.Ordinal)..][..36]);
        Assert.Equal(Outcomes.UpstreamFailed, record.Outcome);
        await AssertServesAsync();
    }

    [Fact]
    public async Task Body_ThatSaysItIsTooLarge_Is502_BeforeAByteOfItLeaves()
    {
        Upstream.Enqueue(Endless(Ok + "Content-Length: 1048577\r\n\r\n", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"));

        var call = await Client.PostAsync(Calls.Body());

        Assert.Equal((502, "upstream_error"), (call.Status, call.Error.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task StreamWithoutEnd_EndsWithAnError_ByMaxAnswer()
    {
        const string Frame = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"lorem ipsum dolor sit amet\"}}]}\n\n";
        Upstream.Enqueue(Endless("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n", string.Concat(Enumerable.Repeat(Frame, 100))));

        var call = await Client.PostAsync(Calls.Body(",\"stream\":true"));

        Assert.InRange(call.Body.Length, 1 << 19, 1 << 21);
        Assert.Contains("upstream_error", call.Events[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", call.Body, StringComparison.Ordinal);
        Assert.Equal(Outcomes.UpstreamFailed, (await Farebox.RecordAsync(call.RequestId)).Outcome);
    }

    [Fact]
    public async Task FrameWithoutEnd_EndsWithAnError_ByMaxStreamFrame()
    {
        Upstream.Enqueue(Endless("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\ndata: ", new string('x', 1000)));

        var call = await Client.PostAsync(Calls.Body(",\"stream\":true"));

        Assert.Contains("upstream_error", call.Events[^1], StringComparison.Ordinal);
        Assert.InRange(call.Body.Length, 1, 4096);
    }

    [Theory]
    [InlineData("Content-Encoding: gzip\r\n", false)]
    [InlineData("Content-Encoding: br\r\n", true)]
    [InlineData("content-encoding: gzip, gzip\r\n", false)]
    [InlineData("Content-Encoding: identity\r\nContent-Encoding: zstd\r\n", true)]
    public async Task CompressedAnswer_ThatNobodyAskedFor_Is502_AndIsNeverInflated(string header, bool stream)
    {
        var body = Bombs.Gzip(8 << 20);
        Upstream.Enqueue(async call =>
        {
            var type = stream ? "text/event-stream" : "application/json";
            await call.Writer.RawAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\n{header}Content-Length: {body.Length}\r\n\r\n"));
            await call.Writer.RawAsync(body);
        });

        var call = await Client.PostAsync(Calls.Body(stream ? ",\"stream\":true" : ""));

        Assert.Equal((502, "upstream_error"), (call.Status, call.Error.GetProperty("code").GetString()));
        Assert.Equal("identity", Sent.Single().Header("Accept-Encoding"));
    }

    [Fact]
    public async Task Answer_CodedAsIdentity_Passes()
    {
        Upstream.Enqueue(Answers.Status(200, "{\"choices\":[]}", "application/json", new KeyValuePair<string, string>("Content-Encoding", "identity")));

        Assert.Equal(200, (await Client.PostAsync(Calls.Body())).Status);
    }

    [Theory]
    [InlineData("Content-Type: application/json\r\nX-Evil: a\0b\r\n")]
    [InlineData("Content-Type: application/json\rSet-Cookie: a=b\r\n")]
    [InlineData("Content-Type: application/json\u0001\r\n")]
    [InlineData("Content-Type: \u00fc\r\n")]
    public async Task ControlCharacters_InItsHeaders_Are502(string headers)
    {
        Upstream.Enqueue(call => call.Writer.RawAsync(Encoding.Latin1.GetBytes("HTTP/1.1 200 OK\r\n" + headers + "Content-Length: 2\r\n\r\n{}")));

        Assert.Equal(502, (await Client.PostAsync(Calls.Body())).Status);
        await AssertServesAsync();
    }

    private static Answer Endless(string opening, string more) => async call =>
    {
        await call.Writer.RawAsync(Encoding.Latin1.GetBytes(opening));
        var piece = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat(more, 1 + (8000 / more.Length))));
        while (true) await call.Writer.RawAsync(piece);
    };

    public sealed class Rules : IHouseRules
    {
        public static void Apply(Platform.Options.FareboxOptions options)
        {
            options.MaxAnswerMib = 1;
            options.MaxBufferedAnswerBytes = 4096;
            options.MaxStreamFrameBytes = 64 << 10;
        }
    }
}
