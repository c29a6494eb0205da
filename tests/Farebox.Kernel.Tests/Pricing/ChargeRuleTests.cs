using Farebox.Kernel.Metering;
using Farebox.Kernel.Pricing;

namespace Farebox.Kernel.Tests.Pricing;

public sealed class ChargeRuleTests
{
    [Theory]
    [InlineData(Outcome.Completed, true, true, true)]
    [InlineData(Outcome.Completed, true, false, true)]
    [InlineData(Outcome.ClientClosed, true, false, true)]
    [InlineData(Outcome.ClientClosed, true, true, true)]
    [InlineData(Outcome.ClientClosed, false, false, false)]
    [InlineData(Outcome.UpstreamFailed, true, true, true)]
    [InlineData(Outcome.UpstreamFailed, true, false, false)]
    [InlineData(Outcome.UpstreamFailed, false, false, false)]
    [InlineData(Outcome.Refused, false, false, false)]
    [InlineData(Outcome.UpstreamRefused, true, false, false)]
    [InlineData(Outcome.Interrupted, true, true, false)]
    [InlineData(Outcome.Failed, true, true, false)]
    public void IsCharged_ByHowItEnded(Outcome outcome, bool upstreamHasPrompt, bool answerBegan, bool charged) =>
        Assert.Equal(charged, ChargeRule.IsCharged(outcome, upstreamHasPrompt, answerBegan));

    [Fact]
    public void IsCharged_KnowsEachOutcome() =>
        Assert.All(Enum.GetValues<Outcome>(), outcome => ChargeRule.IsCharged(outcome, upstreamHasPrompt: true, answerBegan: true));
}
