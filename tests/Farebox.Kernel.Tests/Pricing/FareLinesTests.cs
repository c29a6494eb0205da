using Farebox.Kernel.Money;
using Farebox.Kernel.Pricing;

namespace Farebox.Kernel.Tests.Pricing;

public sealed class FareLinesTests
{
    [Fact]
    public void Of_AnyCounts_SumUpToTheFare()
    {
        var random = new Random(7);
        for (var i = 0; i < 10_000; i++)
        {
            var price = new Price
            {
                Version = "p", Input = Some(random), CachedInput = random.Next(2) == 0 ? null : Some(random), CacheWrite = random.Next(2) == 0 ? null : Some(random),
                Output = Some(random), Reasoning = random.Next(2) == 0 ? null : Some(random), PerImage = Some(random), PerRequest = Some(random),
            };
            var counts = new CallCounts
            {
                Input = random.Next(-5, 5000), CachedInput = random.Next(-5, 6000), CacheWrite = random.Next(100), Output = random.Next(-5, 5000),
                Reasoning = random.Next(6000), Images = random.Next(-1, 5),
            };
            var sum = FareLines.Of(price, counts).Aggregate(Int128.Zero, (total, line) => total + line.Scaled);
            var (nano, rest) = Int128.DivRem(sum, 1_000_000);
            Assert.Equal(Fare.Of(price, Multipliers.None, counts).Value, (long)(rest == 0 ? nano : nano + 1));
        }
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1, "0.000000000000001")]
    [InlineData(1_500_000_000_000_000, "1.5")]
    [InlineData(123_000_000_000_000_000, "123")]
    public void Text_IsTheExactDecimal(long scaled, string text) => Assert.Equal(text, FareLines.Text(scaled));

    private static NanoUsd Some(Random random) => new(random.Next(3) == 0 ? 0 : random.NextInt64(0, 20_000_000_000));
}
