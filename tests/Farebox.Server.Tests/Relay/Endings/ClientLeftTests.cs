using System.Text;
using Farebox.Contracts.Usage;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Relay.Endings;

/// <summary>The client leaves a call that an upstream is at work on, sooner or later.</summary>
public sealed class ClientLeftTests : EndingFixture
{
    private const string Kept = "Hello from the";

    private readonly Gate _gate = new();

    [Theory]
    [Ending(Ending.LeftBeforeTheFirstByte)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Left_BeforeTheHead_IsChargedThePrompt(bool stream)
    {
        Upstream.Enqueue(Answers.Never());
        using var leaving = new CancellationTokenSource();
        var call = Client.BeginAsync(Body(stream), leaving.Token);
        await Upstream.WaitForRequestAsync(Cancellation);

        await LeaveAsync(call, leaving);

        await AssertChargedAsync(Body(stream), Outcomes.ClientClosed, Fare(PromptTokens, 0), Estimated);
    }

    [Fact]
    [Ending(Ending.LeftBeforeTheFirstByte)]
    public async Task Left_WhenASecondUpstreamWasTried_IsChargedThePromptOnce()
    {
        await using var second = ScriptedUpstream.Start();
        await Farebox.AddUpstreamAsync("second", second);
        Upstream.Enqueue(Answers.ServerError());
        second.Enqueue(Answers.Never());
        using var leaving = new CancellationTokenSource();
        var call = Client.BeginAsync(Body(stream: false), leaving.Token);
        await second.WaitForRequestAsync(Cancellation);

        await LeaveAsync(call, leaving);

        Assert.Equal(2, (await AssertChargedAsync(Body(stream: false), Outcomes.ClientClosed, Fare(PromptTokens, 0), Estimated)).Attempts);
    }

    [Fact]
    [Ending(Ending.LeftBeforeTheFirstByte)]
    public async Task Left_BetweenAStreamsHeadAndItsFirstFrame_IsChargedThePrompt()
    {
        Upstream.Enqueue(Answers.ChatStream(new StreamScript { Gate = _gate, HoldFromPiece = 0 }));
        using var leaving = new CancellationTokenSource();
        var call = Client.BeginAsync(Body(stream: true), leaving.Token);
        await _gate.WaitUntilHeldAsync(Cancellation);

        await LeaveAsync(call, leaving);

        await AssertChargedAsync(Body(stream: true), Outcomes.ClientClosed, Fare(PromptTokens, 0), Estimated);
    }

    // A usage that grows with each chunk is, after four of eight, the half.
    [Theory]
    [Ending(Ending.LeftInStream)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Left_InAStream_IsChargedWhatHadCome(bool reported)
    {
        Upstream.Enqueue(Answers.ChatStream(new StreamScript
        {
            Gate = _gate, HoldFromPiece = 4, Usage = Usage, Report = reported ? UsageReport.EachChunk : UsageReport.Never,
        }));

        await ReadAndLeaveAsync(Body(stream: true), " the");

        var charge = reported ? Fare(Usage.Prompt, Usage.Completion / 2) : Fare(PromptTokens, Tokens(Kept));
        await AssertChargedAsync(Body(stream: true), Outcomes.ClientClosed, charge, reported ? Reported : Estimated);
    }

    [Theory]
    [Ending(Ending.LeftBeforeDone)]
    [InlineData(UsageReport.NullThenFinal, "\"prompt_tokens\"")]
    [InlineData(UsageReport.WithFinish, "\"prompt_tokens\"")]
    [InlineData(UsageReport.Never, "\"finish_reason\":\"stop\"")]
    public async Task Left_AfterTheLastToken_IsChargedAsIfItHadStayed(UsageReport report, string seen)
    {
        var script = new StreamScript { Usage = Usage, Report = report };
        var body = Body(stream: true, ",\"stream_options\":{\"include_usage\":true}");
        Upstream.Enqueue(Answers.ChatStream(script with { Gate = _gate, HoldFromPiece = report == UsageReport.NullThenFinal ? 9 : 8 }));

        await ReadAndLeaveAsync(body, seen);

        var charge = report == UsageReport.Never
            ? Fare(PromptTokens, Tokens(string.Concat(script.Pieces)))
            : Fare(Usage.Prompt, Usage.Completion);
        await AssertChargedAsync(body, Outcomes.ClientClosed, charge, report == UsageReport.Never ? Estimated : Reported);
    }

    [Fact]
    [Ending(Ending.LeftInBody)]
    public async Task Left_WhileABodyWasRead_IsChargedThePrompt()
    {
        Upstream.Enqueue(HeldBody("{\"choices\":[{\"message\":{\"content\":\"A text that is not metered."));
        using var leaving = new CancellationTokenSource();
        var call = Client.BeginAsync(Body(stream: false), leaving.Token);
        await _gate.WaitUntilHeldAsync(Cancellation);

        await LeaveAsync(call, leaving);

        await AssertChargedAsync(Body(stream: false), Outcomes.ClientClosed, Fare(PromptTokens, 0), Estimated);
    }

    [Theory]
    [Ending(Ending.LeftInBody)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Left_InABodyOverOneMebibyte_IsChargedThePrompt_OrWhatWasReported(bool reported)
    {
        var usage = reported ? $",\"usage\":{Usage.ToJson().ToJsonString()},\"service_tier\":\"default\"" : "";
        Upstream.Enqueue(HeldBody($$$"""{"choices":[{"message":{"content":"{{{new string('x', 2 << 20)}}}"}}]{{{usage}}}"""));
        using (await Client.BeginAsync(Body(stream: false), Cancellation)) await _gate.WaitUntilHeldAsync(Cancellation);
        await Upstream.WaitForDisconnectAsync(Cancellation);

        var charge = reported ? Fare(Usage.Prompt, Usage.Completion) : Fare(PromptTokens, 0);
        await AssertChargedAsync(Body(stream: false), Outcomes.ClientClosed, charge, reported ? Reported : Estimated);
    }

    private static async Task LeaveAsync(Task call, CancellationTokenSource leaving)
    {
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    /// <summary>Reads a stream until it has said something, and leaves.</summary>
    private async Task ReadAndLeaveAsync(string body, string until)
    {
        using (var response = await Client.BeginAsync(body, Cancellation))
        {
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancellation));
            while ((await reader.ReadLineAsync(Cancellation))!.Contains(until, StringComparison.Ordinal) != true) { }
        }

        await Upstream.WaitForDisconnectAsync(Cancellation);
    }

    /// <summary>A body of which this much comes, and a little more once the gate is open. The relay has all of it when the gate is reached.</summary>
    private Answer HeldBody(string part) => async call =>
    {
        var bytes = Encoding.UTF8.GetBytes(part);
        await call.Writer.HeadAsync(200, [new("Content-Type", "application/json")], BodyFraming.Length, bytes.Length + 100);
        await call.Writer.WriteAsync(bytes);
        await call.Writer.DrainedAsync();
        await _gate.PassAsync(call.Cancelled);
    };
}
