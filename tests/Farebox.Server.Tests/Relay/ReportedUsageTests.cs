using System.Text;
using Farebox.Contracts.Usage;
using Farebox.Kernel.Money;
using Farebox.Server.Tests.Relay.Endings;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Relay;

/// <summary>What upstreams report, soundly or not, and what is charged for it.</summary>
public sealed class ReportedUsageTests : EndingFixture
{
    private const string Text = "An answer of some words.";

    [Theory]
    [InlineData(UsageReport.WhenAsked)]
    [InlineData(UsageReport.FinalOnly)]
    [InlineData(UsageReport.NullThenFinal)]
    [InlineData(UsageReport.WithFinish)]
    [InlineData(UsageReport.EachChunk)]
    public async Task Stream_HoweverItIsReported_IsChargedOnceByTheLast(UsageReport report)
    {
        Upstream.Enqueue(Answers.ChatStream(new StreamScript { Usage = Usage, Report = report }));
        await Client.PostAsync(Body(stream: true));
        await AssertChargedAsync(Body(stream: true), Outcomes.Completed, Fare(Usage.Prompt, Usage.Completion), Reported);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Twice_IsChargedByTheLastAndNotByTheSum(bool stream)
    {
        Enqueue(stream, """{"prompt_tokens":40,"completion_tokens":50}""", """{"prompt_tokens":20,"completion_tokens":30}""");
        await Client.PostAsync(Body(stream));
        await AssertChargedAsync(Body(stream), Outcomes.Completed, Fare(20, 30), Reported);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Never_IsChargedByTheEstimate(bool stream)
    {
        Enqueue(stream);
        await Client.PostAsync(Body(stream));
        await AssertChargedAsync(Body(stream), Outcomes.Completed, Fare(PromptTokens, Tokens(Text)), Estimated);
    }

    // What is no count, or below zero, is nothing said; and nothing said at all beside a text is no report.
    [Theory]
    [InlineData(true, """{"prompt_tokens":0,"completion_tokens":0}""")]
    [InlineData(false, """{"prompt_tokens":0,"completion_tokens":0}""")]
    [InlineData(true, "{}")]
    [InlineData(false, """{"prompt_tokens":-20,"completion_tokens":-30}""")]
    [InlineData(true, """{"prompt_tokens":"20","completion_tokens":1.5}""")]
    [InlineData(false, "null")]
    [InlineData(true, "17")]
    public async Task Zero_BesideAText_IsChargedByTheEstimate(bool stream, string usage)
    {
        Enqueue(stream, usage);
        await Client.PostAsync(Body(stream));
        await AssertChargedAsync(Body(stream), Outcomes.Completed, Fare(PromptTokens, Tokens(Text)), Estimated);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Zero_OfOneKind_IsChargedAsReported(bool stream)
    {
        Enqueue(stream, """{"prompt_tokens":20,"completion_tokens":0}""");
        await Client.PostAsync(Body(stream));
        await AssertChargedAsync(Body(stream), Outcomes.Completed, Fare(20, 0), Reported);
    }

    [Theory]
    [InlineData(true, 1_000_000)]
    [InlineData(false, 1_000_000)]
    [InlineData(true, long.MaxValue)]
    [InlineData(false, long.MaxValue)]
    public async Task TooLarge_IsChargedTheQuote_AndTheRestIsRecorded(bool stream, long tokens)
    {
        Enqueue(stream, $$"""{"prompt_tokens":{{tokens}},"completion_tokens":{{tokens}}}""");

        Assert.Equal(200, (await Client.PostAsync(Body(stream))).Status);

        var quote = Quote(Body(stream));
        var fare = tokens == long.MaxValue ? NanoUsd.MaxValue.Value : Fare(tokens, tokens);
        var record = await OnlyRecordAsync();
        Assert.Equal(
            (Outcomes.Completed, Usd(quote), Usd(quote), Usd(fare - quote), Reported),
            (record.Outcome, record.QuoteUsd, record.ChargeUsd, record.OverrunUsd, record.UsageSource));
        Assert.Equal((Credit - new NanoUsd(quote), NanoUsd.Zero), await Farebox.BalanceAsync());
    }

    // Cached and reasoning tokens are parts: more than the whole is the whole.
    [Fact]
    public async Task PartsBeyondTheWhole_AreTheWhole()
    {
        await Farebox.PriceAsync(new { model = Model, input = "2", cached_input = "1", output = "8", reasoning = "10" });
        Enqueue(false, """
            {"prompt_tokens":20,"prompt_tokens_details":{"cached_tokens":900},"completion_tokens":30,"completion_tokens_details":{"reasoning_tokens":900}}
            """);

        await Client.PostAsync(Body(stream: false));

        Assert.Equal(Usd((20 * 1000) + (30 * 10_000)), (await OnlyRecordAsync()).ChargeUsd);
    }

    /// <summary>An answer of one text, and each usage in a place of its own.</summary>
    private void Enqueue(bool stream, params string[] usages) => Upstream.Enqueue(async call =>
    {
        const string Choice = "{\"index\":0,\"finish_reason\":\"stop\"";
        var members = usages.Select(usage => $",\"usage\":{usage.Trim()}");
        var body = stream
            ? $"data: {{\"choices\":[{Choice},\"delta\":{{\"content\":\"{Text}\"}}}}]}}\n\n"
                + string.Concat(members.Select(member => $"data: {{\"choices\":[]{member}}}\n\n")) + "data: [DONE]\n\n"
            : $"{{\"choices\":[{Choice},\"message\":{{\"content\":\"{Text}\"}}}}]{string.Concat(members)}}}";
        var bytes = Encoding.UTF8.GetBytes(body);
        await call.Writer.HeadAsync(200, [new("Content-Type", stream ? "text/event-stream" : "application/json")], BodyFraming.Length, bytes.Length);
        await call.Writer.WriteAsync(bytes);
    });
}
