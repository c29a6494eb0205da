using System.Text;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Testing;

public sealed class StreamScriptTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CutAtByte_AnyOffset_IsReadThereAndLosesNothing()
    {
        await using var upstream = ScriptedUpstream.Start();
        using var client = new UpstreamClient(upstream);
        upstream.Enqueue(Answers.ChatStream());
        var whole = await client.ChatTextAsync();
        const int Step = 7;

        for (var offset = 1; offset < Encoding.UTF8.GetByteCount(whole); offset += Step)
        {
            upstream.Enqueue(Answers.ChatStream(new StreamScript { CutAtByte = offset }));
            using var answer = await client.ChatAsync();
            var (ends, text) = await ReadAsync(answer);
            Assert.Contains(offset, ends);
            Assert.Equal(whole, text);
        }
    }

    [Fact]
    public async Task CutEveryBytes_Three_NeverGivesMoreAtOnce()
    {
        await using var upstream = ScriptedUpstream.Start();
        using var client = new UpstreamClient(upstream);
        upstream.Enqueue(Answers.ChatStream(new StreamScript { Pieces = ["é"], CutEveryBytes = 3 }));

        using var answer = await client.ChatAsync();
        var (ends, text) = await ReadAsync(answer);

        Assert.All(ends.Zip(ends.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 1, 3));
        Assert.EndsWith("data: [DONE]\n\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StreamEnding.Cut)]
    [InlineData(StreamEnding.Reset)]
    public async Task Ending_InMidBody_FailsTheReaderAfterTheFrames(StreamEnding ending)
    {
        await using var upstream = ScriptedUpstream.Start();
        using var client = new UpstreamClient(upstream);
        upstream.Enqueue(Answers.ChatStream(new StreamScript { StopAfterFrames = 3, Ending = ending }));

        using var answer = await client.ChatAsync();
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancelled));
        var seen = new List<string>();
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            while (await reader.ReadLineAsync(Cancelled) is { } line) seen.Add(line);
        });

        Assert.Equal(3, seen.Count(line => line.StartsWith("data: {", StringComparison.Ordinal)));
        Assert.Equal(AnswerEnding.BrokenByScript, await upstream.Calls[0].Ended);
        Assert.Equal(("Hello from", 3), (upstream.Calls[0].Produced.Text, upstream.Calls[0].Produced.Frames));
    }

    [Fact]
    public async Task Ending_NoDone_IsAWholeBody()
    {
        await using var upstream = ScriptedUpstream.Start();
        using var client = new UpstreamClient(upstream);
        upstream.Enqueue(Answers.ChatStream(new StreamScript { Ending = StreamEnding.NoDone }));

        Assert.DoesNotContain("[DONE]", await client.ChatTextAsync(), StringComparison.Ordinal);
        Assert.Equal(AnswerEnding.Whole, await upstream.Calls[0].Ended);
    }

    [Fact]
    public async Task Gate_AdmittedFrames_ArriveAndNoMore()
    {
        await using var upstream = ScriptedUpstream.Start();
        using var client = new UpstreamClient(upstream);
        var gate = new Gate();
        upstream.Enqueue(Answers.ChatStream(StreamScript.OfChunks(20) with { Gate = gate }));

        using var answer = await client.ChatAsync();
        gate.Admit(5);
        await gate.WaitUntilHeldAsync(Cancelled);
        var call = await upstream.WaitForRequestAsync(Cancelled);
        Assert.Equal(5, call.Produced.Frames);
        gate.Open();

        // The role, twenty words, the finish and [DONE].
        var text = await answer.Content.ReadAsStringAsync(Cancelled);
        Assert.Equal(23, text.Split("data: ").Length - 1);
        Assert.Equal((AnswerEnding.Whole, 23), (await call.Ended, call.Produced.Frames));
    }

    [Theory]
    [InlineData(UsageReport.Never, 0, 0)]
    [InlineData(UsageReport.WhenAsked, 0, 0)]
    [InlineData(UsageReport.FinalOnly, 1, 0)]
    [InlineData(UsageReport.NullThenFinal, 1, 8)]
    [InlineData(UsageReport.WithFinish, 1, 0)]
    [InlineData(UsageReport.EachChunk, 8, 0)]
    public async Task Report_EachKind_TellsUsageWhereItSays(UsageReport report, int stated, int nulls)
    {
        await using var upstream = ScriptedUpstream.Start();
        using var client = new UpstreamClient(upstream);
        upstream.Enqueue(Answers.ChatStream(new StreamScript { Report = report }));

        var text = await client.ChatTextAsync();

        Assert.Equal(stated, text.Split("\"usage\":{").Length - 1);
        Assert.Equal(nulls, text.Split("\"usage\":null").Length - 1);
        Assert.Equal(stated == 0 ? null : TokenUsage.Typical, upstream.Calls[0].Produced.Usage);
    }

    [Fact]
    public async Task Spelling_CrLfCommentsAndEventLines_AreWritten()
    {
        await using var upstream = ScriptedUpstream.Start();
        using var client = new UpstreamClient(upstream);
        upstream.Enqueue(Answers.ChatStream(
            new StreamScript { Pieces = [], LineEnd = "\r\n", Comment = "keep-alive", WithoutBlank = true, WithEventLines = true }));

        var text = await client.ChatTextAsync();

        Assert.StartsWith(": keep-alive\r\n\r\nevent: message\r\nid: 42\r\ndata:{", text, StringComparison.Ordinal);
        Assert.EndsWith(": keep-alive\r\n\r\nevent: message\r\nid: 42\r\ndata:[DONE]\r\n\r\n", text, StringComparison.Ordinal);
    }

    /// <summary>The offsets at which single reads ended, and all that was read.</summary>
    private static async Task<(List<int> Ends, string Text)> ReadAsync(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsStreamAsync(Cancelled);
        var all = new List<byte>();
        var ends = new List<int>();
        var buffer = new byte[64 * 1024];
        while (await body.ReadAsync(buffer, Cancelled) is > 0 and var count)
        {
            all.AddRange(buffer.AsSpan(0, count));
            ends.Add(all.Count);
        }

        return (ends, Encoding.UTF8.GetString([.. all]));
    }
}
