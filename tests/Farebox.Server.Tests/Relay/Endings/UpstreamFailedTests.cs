using System.Text;
using Farebox.Contracts.Usage;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Relay.Endings;

/// <summary>The upstream fails or falls silent, sooner or later.</summary>
public sealed class UpstreamFailedTests : EndingFixture
{
    private const string Kept = "Hello from the";

    protected override void Configure(Platform.Options.FareboxOptions options) => options.UpstreamIdleSeconds = 1;

    public static TheoryData<string, bool> Before => new()
    {
        { "close", false }, { "close", true }, { "reset", false }, { "reset", true }, { "half-head", false }, { "half-head", true },
        { "garbage", false }, { "garbage", true }, { "server-error", false }, { "server-error", true }, { "not-there", false }, { "not-there", true },
        { "cut-body", false }, { "reset-body", false }, { "silent-body", false }, { "broken-json", false },
        { "empty-stream", true }, { "reset-stream", true }, { "silent-stream", true }, { "error-first", true }, { "comments-only", true }, { "garbage-stream", true },
    };

    [Theory]
    [Ending(Ending.FailedBefore)]
    [MemberData(nameof(Before))]
    public async Task Failed_BeforeAPartOfTheAnswerHadCome_CostsNothing(string name, bool stream)
    {
        if (name == "not-there") await Upstream.DisposeAsync();
        Upstream.Enqueue(name switch
        {
            "close" or "not-there" => Answers.CloseAtOnce(),
            "reset" => Answers.ResetAtOnce(),
            "half-head" => Answers.HalfHead(),
            "garbage" => Answers.Garbage(),
            "server-error" => Answers.ServerError(),
            "cut-body" => Answers.CutChat(100),
            "reset-body" => Answers.CutChat(100, BodyFraming.Chunked, reset: true),
            "silent-body" => Answers.HeadThenNothing(),
            "broken-json" => Answers.BrokenJson(200),
            "garbage-stream" => Answers.GarbageStream(),
            "comments-only" => Answers.ChatStream(new StreamScript { Comment = "working", StopAfterFrames = 0, Ending = StreamEnding.Cut }),
            _ => Answers.ChatStream(new StreamScript
            {
                StopAfterFrames = 0,
                Ending = name switch { "empty-stream" => StreamEnding.Cut, "reset-stream" => StreamEnding.Reset, "error-first" => StreamEnding.ErrorFrame, _ => StreamEnding.Silence },
            }),
        });

        var call = await Client.PostAsync(Body(stream));

        Assert.Contains("\"error\"", call.Body, StringComparison.Ordinal);
        await AssertChargedAsync(Body(stream), Outcomes.UpstreamFailed, 0, None);
    }

    // A usage that grows with each chunk is, after four of eight, the half.
    [Theory]
    [Ending(Ending.FailedInStream)]
    [InlineData(StreamEnding.Cut, false)]
    [InlineData(StreamEnding.Cut, true)]
    [InlineData(StreamEnding.Reset, false)]
    [InlineData(StreamEnding.Reset, true)]
    [InlineData(StreamEnding.NoDone, false)]
    [InlineData(StreamEnding.NoDone, true)]
    [InlineData(StreamEnding.ErrorFrame, false)]
    [InlineData(StreamEnding.ErrorFrame, true)]
    [InlineData(StreamEnding.Silence, false)]
    [InlineData(StreamEnding.Silence, true)]
    public async Task Failed_InAStream_IsChargedWhatHadCome(StreamEnding ending, bool reported)
    {
        Upstream.Enqueue(Answers.ChatStream(new StreamScript
        {
            StopAfterFrames = 4, Ending = ending, Usage = Usage, Report = reported ? UsageReport.EachChunk : UsageReport.Never,
        }));

        var call = await Client.PostAsync(Body(stream: true));

        Assert.Equal(Kept, call.StreamedText);
        var charge = reported ? Fare(Usage.Prompt, Usage.Completion / 2) : Fare(PromptTokens, Tokens(Kept));
        await AssertChargedAsync(Body(stream: true), Outcomes.UpstreamFailed, charge, reported ? Reported : Estimated);
        Assert.Contains($": farebox-charge-usd={Usd(charge)}\n", call.Body, StringComparison.Ordinal);
    }

    [Fact]
    [Ending(Ending.FailedInStream)]
    public async Task Failed_AfterTheFirstChunkWithoutText_IsChargedThePrompt()
    {
        Upstream.Enqueue(Answers.ChatStream(new StreamScript { StopAfterFrames = 1, Ending = StreamEnding.Cut }));

        await Client.PostAsync(Body(stream: true));

        await AssertChargedAsync(Body(stream: true), Outcomes.UpstreamFailed, Fare(PromptTokens, 0), Estimated);
    }

    [Theory]
    [Ending(Ending.FailedInLargeBody)]
    [InlineData(StreamEnding.Cut, false)]
    [InlineData(StreamEnding.Cut, true)]
    [InlineData(StreamEnding.Reset, false)]
    [InlineData(StreamEnding.Reset, true)]
    [InlineData(StreamEnding.Silence, false)]
    [InlineData(StreamEnding.Silence, true)]
    public async Task Failed_InABodyOverOneMebibyte_IsChargedThePrompt_OrWhatWasReported(StreamEnding ending, bool reported)
    {
        Upstream.Enqueue(BrokenLargeBody(ending, reported));
        using var response = await Client.BeginAsync(Body(stream: false), Cancellation);

        // Without an event to say so in, a cut connection tells the client that this is not all.
        await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsByteArrayAsync(Cancellation));

        var charge = reported ? Fare(Usage.Prompt, Usage.Completion) : Fare(PromptTokens, 0);
        await AssertChargedAsync(Body(stream: false), Outcomes.UpstreamFailed, charge, reported ? Reported : Estimated);
    }

    private static Answer BrokenLargeBody(StreamEnding ending, bool reported) => async call =>
    {
        var usage = reported ? $",\"usage\":{Usage.ToJson().ToJsonString()},\"service_tier\":\"default\"" : "";
        var body = Encoding.UTF8.GetBytes($$$"""{"choices":[{"message":{"content":"{{{new string('x', 2 << 20)}}}"}}]{{{usage}}}""");
        await call.Writer.HeadAsync(200, [new("Content-Type", "application/json")], BodyFraming.Length, body.Length + 100);
        await call.Writer.WriteAsync(body);
        await call.Writer.DrainedAsync();
        if (ending == StreamEnding.Silence) await Task.Delay(Timeout.Infinite, call.Cancelled);
        else if (ending == StreamEnding.Reset) call.Writer.Reset();
        else call.Writer.Close();
    };
}
