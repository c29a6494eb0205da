using Farebox.Contracts.Usage;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Relay.Endings;

/// <summary>The upstream does not answer in time, and others do.</summary>
public sealed class UpstreamTimedOutTests : EndingFixture
{
    protected override void Configure(Platform.Options.FareboxOptions options) => (options.UpstreamAnswerSeconds, options.UpstreamIdleSeconds) = (1, 1);

    [Theory]
    [Ending(Ending.FailedBefore)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TimedOut_BeforeTheHead_CostsNothing(bool stream)
    {
        Upstream.Enqueue(Answers.Never());

        Assert.Equal(504, (await Client.PostAsync(Body(stream))).Status);

        await AssertChargedAsync(Body(stream), Outcomes.UpstreamFailed, 0, None);
    }

    [Theory]
    [Ending(Ending.TriedAgain)]
    [InlineData("server-error", false)]
    [InlineData("server-error", true)]
    [InlineData("rate-limited", false)]
    [InlineData("wrong-key", false)]
    [InlineData("close", false)]
    [InlineData("close", true)]
    [InlineData("never", false)]
    [InlineData("never", true)]
    public async Task TriedAgain_IsChargedTheTryThatAnswered_Once(string first, bool stream)
    {
        await using var second = ScriptedUpstream.Start();
        await Farebox.AddUpstreamAsync("second", second);
        Upstream.Enqueue(first switch
        {
            "server-error" => Answers.ServerError(),
            "rate-limited" => Answers.RateLimited(),
            "wrong-key" => Answers.WrongKey(),
            "never" => Answers.Never(),
            _ => Answers.CloseAtOnce(),
        });
        second.Enqueue(stream ? Answers.ChatStream(new StreamScript { Usage = Usage }) : Answers.Chat("Hello", Usage));

        Assert.Equal(200, (await Client.PostAsync(Body(stream))).Status);

        var record = await AssertChargedAsync(Body(stream), Outcomes.Completed, Fare(Usage.Prompt, Usage.Completion), Reported);
        Assert.Equal((2, 1, 1), (record.Attempts, Upstream.Calls.Count, second.Calls.Count));
    }

    [Fact]
    [Ending(Ending.TriedAgain)]
    public async Task TriedAgain_InVain_CostsNothing()
    {
        await using var second = ScriptedUpstream.Start();
        await Farebox.AddUpstreamAsync("second", second);
        Upstream.Enqueue(Answers.Never());
        second.Enqueue(Answers.CloseAtOnce());

        Assert.Equal(502, (await Client.PostAsync(Body(stream: false))).Status);

        Assert.Equal(2, (await AssertChargedAsync(Body(stream: false), Outcomes.UpstreamFailed, 0, None)).Attempts);
    }
}
