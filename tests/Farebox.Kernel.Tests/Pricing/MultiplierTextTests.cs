using Farebox.Kernel.Pricing;

namespace Farebox.Kernel.Tests.Pricing;

public sealed class MultiplierTextTests
{
    [Theory]
    [InlineData("1", 1_000_000, "1")]
    [InlineData("1.20", 1_200_000, "1.2")]
    [InlineData("0", 0, "0")]
    [InlineData("0.000001", 1, "0.000001")]
    [InlineData("100", 100_000_000, "100")]
    [InlineData("1.250000000", 1_250_000, "1.25")]
    public void Text_ADecimal_IsReadAndWrittenExactly(string text, long partsPerMillion, string written)
    {
        Assert.True(MultiplierText.TryParse(text, out var parts));
        Assert.Equal(partsPerMillion, parts);
        Assert.Equal(written, MultiplierText.Format(parts));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1.0000001")]
    [InlineData("1e3")]
    [InlineData("1,5")]
    [InlineData("x2")]
    public void Text_AnythingElse_IsRefused(string text)
    {
        Assert.False(MultiplierText.TryParse(text, out var parts));
        Assert.Equal(0, parts);
    }
}
