using Farebox.Kernel.Metering;
using Farebox.Kernel.Routing;

namespace Farebox.Kernel.Tests.Metering;

/// <summary>Usage records keep these numbers for ever: a changed one would change what old records say.</summary>
public sealed class OutcomeTests
{
    [Theory]
    [InlineData(Outcome.Completed, 0)]
    [InlineData(Outcome.Refused, 1)]
    [InlineData(Outcome.UpstreamRefused, 2)]
    [InlineData(Outcome.UpstreamFailed, 3)]
    [InlineData(Outcome.ClientClosed, 4)]
    [InlineData(Outcome.Interrupted, 5)]
    [InlineData(Outcome.Failed, 6)]
    public void Outcome_Number_Stays(Outcome outcome, int number) => Assert.Equal(number, (int)outcome);

    [Theory]
    [InlineData(Surface.ChatCompletions, 0)]
    [InlineData(Surface.Completions, 1)]
    [InlineData(Surface.Embeddings, 2)]
    [InlineData(Surface.Images, 3)]
    public void Surface_Number_Stays(Surface surface, int number) => Assert.Equal(number, (int)surface);

    [Theory]
    [InlineData(UsageSource.None, 0)]
    [InlineData(UsageSource.Reported, 1)]
    [InlineData(UsageSource.Estimated, 2)]
    public void UsageSource_Number_Stays(UsageSource source, int number) => Assert.Equal(number, (int)source);
}
