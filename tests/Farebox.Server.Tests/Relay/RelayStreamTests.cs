using Farebox.Contracts.Usage;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Relay;

/// <summary>Streamed calls, however the upstream cuts, decorates or breaks them.</summary>
public sealed class RelayStreamTests : RelayFixture
{
    private const string Text = "Hello from the scripted upstream: é, 漢字, 🎫.";
    private const string AskUsage = ",\"stream\":true,\"stream_options\":{\"include_usage\":true}";

    protected override void Configure(Platform.Options.FareboxOptions options)
    {
        options.UpstreamIdleSeconds = 2;
        options.KeepAliveSeconds = 1;
    }

    [Fact]
    public async Task Stream_SplitAtEveryByteOffset_ArrivesWhole_WithTheSameRecord()
    {
        Upstream.Enqueue(Answers.ChatStream());
        var length = (await Client.PostAsync(Calls.Body(AskUsage))).Body.Length;
        for (var offset = 1; offset < length; offset++)
        {
            Upstream.Enqueue(Answers.ChatStream(new StreamScript { CutAtByte = offset }));

            var call = await Client.PostAsync(Calls.Body(",\"stream\":true"));

            Assert.Equal((Text, "[DONE]"), (call.StreamedText, call.Events[^1]));
            Assert.DoesNotContain("usage", call.Body, StringComparison.Ordinal);
        }

        Assert.All(await Farebox.RecordsAsync(), record => Assert.Equal(
            (Outcomes.Completed, "reported", (long)TokenUsage.Typical.Prompt), (record.Outcome, record.UsageSource, record.InputTokens)));
    }

    [Theory]
    [InlineData("\n", 1)]
    [InlineData("\r\n", 1)]
    [InlineData("\r\n", 2)]
    [InlineData("\r\n", 7)]
    [InlineData("\r", 1)]
    [InlineData("\r", 3)]
    public async Task Stream_OfAnyLineEnd_CutEverySoManyBytes_ArrivesWhole(string lineEnd, int cut)
    {
        Upstream.Enqueue(Answers.ChatStream(new StreamScript { LineEnd = lineEnd, CutEveryBytes = cut, WithEventLines = true }));

        var call = await Client.PostAsync(Calls.Body(",\"stream\":true"));

        Assert.Equal((Text, "[DONE]"), (call.StreamedText, call.Events[^1]));
        Assert.Equal("reported", (await Farebox.RecordAsync(call.RequestId)).UsageSource);
    }

    [Fact]
    public async Task Comments_AndFieldsWithoutABlank_PassThrough()
    {
        Upstream.Enqueue(Answers.ChatStream(new StreamScript { Comment = "processing", WithoutBlank = true }));

        var call = await Client.PostAsync(Calls.Body(",\"stream\":true"));

        Assert.Equal(Text, call.StreamedText);
        Assert.Contains(": processing", call.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UsageReport.WhenAsked, "reported")]
    [InlineData(UsageReport.FinalOnly, "reported")]
    [InlineData(UsageReport.NullThenFinal, "reported")]
    [InlineData(UsageReport.WithFinish, "reported")]
    [InlineData(UsageReport.EachChunk, "reported")]
    [InlineData(UsageReport.Never, "estimated")]
    public async Task Usage_HoweverReported_IsOnRecord_AndNotSentToWhoDidNotAsk(UsageReport report, string source)
    {
        Upstream.Enqueue(Answers.ChatStream(new StreamScript { Report = report }));

        var call = await Client.PostAsync(Calls.Body(",\"stream\":true"));

        Assert.Equal(Text, call.StreamedText);
        Assert.DoesNotContain("usage", call.Body, StringComparison.Ordinal);
        Assert.True(Upstream.Calls.Single().Field("stream_options").GetProperty("include_usage").GetBoolean());
        var record = await Farebox.RecordAsync(call.RequestId);
        Assert.Equal((Outcomes.Completed, source, true), (record.Outcome, record.UsageSource, record.Stream));
        if (source == "reported")
        {
            Assert.Equal((TokenUsage.Typical.Prompt, TokenUsage.Typical.Completion, TokenUsage.Typical.Cached, TokenUsage.Typical.Reasoning),
                ((int)record.InputTokens, (int)record.OutputTokens, (int)record.CachedInputTokens, (int)record.ReasoningTokens));
        }
        else
        {
            Assert.InRange(record.OutputTokens, 10, 20);
        }
    }

    [Theory]
    [InlineData(UsageReport.WhenAsked)]
    [InlineData(UsageReport.EachChunk)]
    public async Task Usage_ThatWasAskedFor_PassesUntouched(UsageReport report)
    {
        Upstream.Enqueue(Answers.ChatStream(new StreamScript { Report = report }));

        var call = await Client.PostAsync(Calls.Body(AskUsage));

        Assert.Contains("\"usage\":{\"prompt_tokens\":" + TokenUsage.Typical.Prompt, call.Body, StringComparison.Ordinal);
        Assert.Equal(Calls.Body(AskUsage), Upstream.Calls.Single().BodyText);
    }

    [Theory]
    [InlineData(StreamEnding.Cut)]
    [InlineData(StreamEnding.Reset)]
    [InlineData(StreamEnding.NoDone)]
    [InlineData(StreamEnding.ErrorFrame)]
    [InlineData(StreamEnding.Silence)]
    public async Task StreamThatBreaks_EndsWithAnErrorEvent_AndWhatPassedIsOnRecord(StreamEnding ending)
    {
        Upstream.Enqueue(Answers.ChatStream(new StreamScript { StopAfterFrames = 4, Ending = ending }));

        var call = await Client.PostAsync(Calls.Body(",\"stream\":true"));

        Assert.Equal(200, call.Status);
        Assert.Equal("Hello from the", call.StreamedText);
        Assert.StartsWith("{\"error\":{\"message\":", call.Events[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", call.Body, StringComparison.Ordinal);
        Assert.All(UpstreamIdentity.Marks, mark => Assert.DoesNotContain(mark, call.Body, StringComparison.Ordinal));
        var record = await Farebox.RecordAsync(call.RequestId);
        Assert.Equal((Outcomes.UpstreamFailed, 200, "estimated"), (record.Outcome, record.Status, record.UsageSource));
        Assert.Equal(ending == StreamEnding.Silence ? "upstream_timeout" : "upstream_error", record.ErrorCode);
        Assert.InRange(record.OutputTokens, 3, 6);
    }

    [Fact]
    public async Task WholeStreamWithoutDone_IsCompleted_AndGetsIts()
    {
        Upstream.Enqueue(Answers.ChatStream(new StreamScript { Ending = StreamEnding.NoDone }));

        var call = await Client.PostAsync(Calls.Body(",\"stream\":true"));

        Assert.Equal((Text, "[DONE]"), (call.StreamedText, call.Events[^1]));
        Assert.Equal(Outcomes.Completed, (await Farebox.RecordAsync(call.RequestId)).Outcome);
    }

    [Fact]
    public async Task GarbageStream_EndsWithAnErrorEvent()
    {
        Upstream.Enqueue(Answers.GarbageStream());

        var call = await Client.PostAsync(Calls.Body(",\"stream\":true"));

        Assert.Contains("\"error\"", call.Events[^1], StringComparison.Ordinal);
        Assert.Equal(Outcomes.UpstreamFailed, (await Farebox.RecordAsync(call.RequestId)).Outcome);
    }

    [Fact]
    public async Task Frames_LeaveWhenTheyArrive_AndSilenceIsFilledWithComments()
    {
        var gate = new Gate();
        Upstream.Enqueue(Answers.ChatStream(new StreamScript { Gate = gate, HoldFromPiece = 2 }));

        using var response = await Client.BeginAsync(Calls.Body(",\"stream\":true"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        var lines = new List<string?>();
        while (!lines.Contains(": keep-alive")) lines.Add(await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        gate.Open();
        var rest = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.Contains(lines, line => line?.Contains("Hello", StringComparison.Ordinal) == true);
        Assert.EndsWith("data: [DONE]\n\n", rest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClientThatLeaves_CancelsTheUpstream_AndWhatPassedIsOnRecord()
    {
        var gate = new Gate();
        Upstream.Enqueue(Answers.ChatStream(new StreamScript { Gate = gate, HoldFromPiece = 3 }));
        string requestId;
        using (var response = await Client.BeginAsync(Calls.Body(",\"stream\":true"), TestContext.Current.CancellationToken))
        {
            requestId = response.Headers.GetValues("x-request-id").Single();
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
            await gate.WaitUntilHeldAsync(TestContext.Current.CancellationToken);
            while ((await reader.ReadLineAsync(TestContext.Current.CancellationToken))?.Contains("from", StringComparison.Ordinal) != true) { }
        }

        await Upstream.WaitForDisconnectAsync(TestContext.Current.CancellationToken);
        gate.Open();

        var record = await Farebox.RecordAsync(requestId);
        Assert.Equal((Outcomes.ClientClosed, "estimated"), (record.Outcome, record.UsageSource));
        Assert.InRange(record.OutputTokens, 2, 4);
    }

    [Fact]
    public async Task ClientThatLeavesBeforeAnyByte_CancelsTheUpstream_AndIsOnRecord()
    {
        Upstream.Enqueue(Answers.Never());
        using var leaving = new CancellationTokenSource();
        var call = Client.BeginAsync(Calls.Body(), leaving.Token);
        await Upstream.WaitForRequestAsync(TestContext.Current.CancellationToken);

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await Upstream.WaitForDisconnectAsync(TestContext.Current.CancellationToken);
        IReadOnlyList<RequestLog> records;
        while ((records = await Farebox.RecordsAsync()).Count == 0) { }
        Assert.Equal((Outcomes.ClientClosed, 0, null), (records[0].Outcome, records[0].Status, records[0].FirstByteUs));
    }

    [Fact]
    public async Task ImageStream_PassesItsEventsWithTheirUsage_AndEndsWithoutDone()
    {
        const string Events = "event: image_generation.partial_image\ndata: {\"type\":\"image_generation.partial_image\",\"b64_json\":\"AAAA\"}\n\n"
            + "event: image_generation.completed\ndata: {\"type\":\"image_generation.completed\",\"b64_json\":\"BBBB\","
            + "\"usage\":{\"input_tokens\":7,\"output_tokens\":11,\"total_tokens\":18}}\n\n";
        Upstream.Enqueue(async call =>
        {
            await call.Writer.HeadAsync(200, [new("Content-Type", "text/event-stream")], BodyFraming.Chunked);
            await call.Writer.WriteAsync(System.Text.Encoding.UTF8.GetBytes(Events));
            await call.Writer.EndAsync();
        });

        var call = await Client.PostAsync("{\"model\":\"gpt-4o-mini\",\"prompt\":\"x\",\"stream\":true}", "/v1/images/generations");

        Assert.Equal(Events, call.Body);
        var record = await Farebox.RecordAsync(call.RequestId);
        Assert.Equal((Outcomes.Completed, "reported", 7L, 11L), (record.Outcome, record.UsageSource, record.InputTokens, record.OutputTokens));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task LargeAnswer_Flows_WithItsUsageOnRecord(bool chunked)
    {
        var framing = chunked ? BodyFraming.Chunked : BodyFraming.Length;
        Upstream.Enqueue(Answers.LargeChat(10_000_000, framing), Answers.LargeEmbeddings(10_000_000, framing));

        var chat = await Client.PostAsync(Calls.Body());
        var embeddings = await Client.PostAsync("{\"model\":\"text-embedding-3-small\",\"input\":\"x\"}", "/v1/embeddings");

        Assert.Equal(10_000_000, chat.Json.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!.Length);
        Assert.True(embeddings.Body.Length > 10_000_000 && embeddings.Json.GetProperty("data").GetArrayLength() > 1);
        foreach (var call in new[] { chat, embeddings })
        {
            var record = await Farebox.RecordAsync(call.RequestId);
            Assert.Equal((Outcomes.Completed, "reported", (long)TokenUsage.Typical.Prompt), (record.Outcome, record.UsageSource, record.InputTokens));
        }
    }

    [Fact]
    public async Task LargeRequest_IsRelayedWhole_AndOnePastTheLimitIs413()
    {
        var large = Calls.Body($",\"x\":\"{new string('x', 10_000_000)}\"");
        Assert.Equal(200, (await Client.PostAsync(large)).Status);
        Assert.Equal(large.Length, Upstream.Calls.Single().BodyText.Length);

        Farebox.Options.MaxBodyBytes = 1_000_000;
        var refused = await Client.PostAsync(large);
        Assert.Equal((413, "request_too_large"), (refused.Status, refused.Error.GetProperty("code").GetString()));
    }
}
