using System.Numerics;
using Farebox.Kernel.Metering;
using Farebox.Kernel.Money;
using Farebox.Kernel.Pricing;
using Farebox.Testing;

namespace Farebox.Kernel.Tests.Pricing;

public sealed class FareTests
{
    private static readonly Price Full = new()
    {
        Version = "v1", Input = NanoUsd.Parse("2.50"), CachedInput = NanoUsd.Parse("1.25"), CacheWrite = NanoUsd.Parse("3.125"),
        Output = NanoUsd.Parse("10"), Reasoning = NanoUsd.Parse("12"), PerImage = NanoUsd.Parse("0.04"),
        PerAudioMinute = NanoUsd.Parse("0.006"), PerRequest = NanoUsd.Parse("0.01"),
    };

    [Fact]
    public void Of_EveryComponent_IsCountedOnce()
    {
        // 600 plain, 300 cached and 100 written of 1000; 150 spoken and 50 reasoned of 200; 2 images; half a minute; one request.
        var counts = new CallCounts
        {
            Input = 1000, CachedInput = 300, CacheWrite = 100, Output = 200, Reasoning = 50, Images = 2, AudioMilliseconds = 30_000,
        };
        Assert.Equal("0.0972875", Fare.Of(Full, Multipliers.None, counts).ToString());
    }

    [Fact]
    public void Of_ComponentWithoutAPrice_CostsAsItsWhole()
    {
        var price = new Price { Version = "v1", Input = new NanoUsd(2_000_000), Output = new NanoUsd(3_000_000) };
        var counts = new CallCounts { Input = 10, CachedInput = 4, CacheWrite = 3, Output = 5, Reasoning = 5 };
        Assert.Equal(35, Fare.Of(price, Multipliers.None, counts).Value);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1_000_000, 1, 1)]
    [InlineData(1_000_001, 1, 2)]
    [InlineData(333_333, 3, 1)]
    [InlineData(333_334, 3, 2)]
    [InlineData(0, 1000, 0)]
    public void Of_Fractions_AreRoundedUpOnce(long perMillion, long tokens, long nano)
    {
        var price = new Price { Version = "v1", Input = new NanoUsd(perMillion) };
        Assert.Equal(nano, Fare.Of(price, Multipliers.None, new CallCounts { Input = tokens }).Value);
    }

    [Fact]
    public void Of_SeveralFractions_AreSummedBeforeTheyAreRounded()
    {
        // A third of a nano-USD each: input, output and a sixtieth of audio. Rounded one by one they would come to three.
        var price = new Price { Version = "v1", Input = new NanoUsd(333_333), Output = new NanoUsd(333_333), PerAudioMinute = new NanoUsd(20_000) };
        Assert.Equal(1, Fare.Of(price, Multipliers.None, new CallCounts { Input = 1, Output = 1, AudioMilliseconds = 1 }).Value);
    }

    [Theory]
    [InlineData(1_000_000, 1_000_000, 1000)]
    [InlineData(1_500_000, 1_000_000, 1500)]
    [InlineData(1_500_000, 2_000_000, 3000)]
    [InlineData(1_000_000, 333_333, 334)]
    [InlineData(1, 1, 1)]
    [InlineData(0, 1_000_000, 0)]
    [InlineData(1_000_000, 0, 0)]
    public void Of_BothMultipliers_Apply(long model, long organization, long nano)
    {
        var price = new Price { Version = "v1", PerRequest = new NanoUsd(1000) };
        Assert.Equal(nano, Fare.Of(price, new Multipliers(model, organization), default).Value);
    }

    [Fact]
    public void Of_CountsThatContradictEachOther_NeverCostMoreThanTheWhole()
    {
        var price = new Price { Version = "v1", Input = new NanoUsd(1_000_000), CachedInput = new NanoUsd(500_000), Output = new NanoUsd(2_000_000) };
        Assert.Equal(5, Fare.Of(price, Multipliers.None, new CallCounts { Input = 10, CachedInput = 99, CacheWrite = 99 }).Value);
        Assert.Equal(6, Fare.Of(price, Multipliers.None, new CallCounts { Output = 3, Reasoning = 99 }).Value);
        Assert.Equal(0, Fare.Of(price, Multipliers.None, new CallCounts { Input = -10, CachedInput = 5, Output = long.MinValue, Reasoning = 5 }).Value);
    }

    [Fact]
    public void Of_TooLarge_ThrowsAndNeverWraps()
    {
        var price = new Price { Version = "v1", Input = NanoUsd.MaxValue, Output = NanoUsd.MaxValue, PerImage = NanoUsd.MaxValue };
        Assert.Equal(long.MaxValue, Fare.Of(price, Multipliers.None, new CallCounts { Input = 1_000_000 }).Value);
        Assert.Throws<OverflowException>(() => Fare.Of(price, Multipliers.None, new CallCounts { Input = 1_000_001 }));
        Assert.Throws<OverflowException>(() => Fare.Of(price, Multipliers.None, new CallCounts { Input = long.MaxValue, Output = long.MaxValue }));
        Assert.Throws<OverflowException>(() => Fare.Of(price, Multipliers.None, new CallCounts { Images = long.MaxValue }));
        Assert.Throws<OverflowException>(() => Fare.Of(price, new Multipliers(long.MaxValue, long.MaxValue), new CallCounts { Input = 1 }));
    }

    [Fact]
    public void Of_RandomCalls_IsTheExactFractionRoundedUp()
    {
        var seed = PropertySeed.Take();
        var random = new Random(seed);
        for (var i = 0; i < 20_000; i++)
        {
            var price = PriceSamples.Next(random);
            var multipliers = new Multipliers(random.NextInt64(0, 5_000_000), random.NextInt64(0, 5_000_000));
            var input = random.NextInt64(1_000_000);
            var output = random.NextInt64(1_000_000);
            var counts = new CallCounts
            {
                Input = input, CachedInput = random.NextInt64(input + 1), Output = output, Reasoning = random.NextInt64(output + 1),
                Images = random.Next(10), AudioMilliseconds = random.Next(1_000_000),
            };
            Assert.Equal(Exact(price, multipliers, counts), Fare.Of(price, multipliers, counts).Value);
        }
    }

    [Fact]
    public void CallCounts_OfUsage_TakesEveryKindOfToken() =>
        Assert.Equal(
            new CallCounts { Input = 4, CachedInput = 3, Output = 2, Reasoning = 1 }, CallCounts.Of(new TokenUsage(4, 3, 2, 1, UsageSource.Reported)));

    // Written another way on purpose: by fractions of any size.
    private static BigInteger Exact(Price price, Multipliers multipliers, CallCounts counts)
    {
        BigInteger million = 1_000_000;
        var tokens = ((counts.Input - counts.CachedInput) * (BigInteger)price.Input.Value)
            + (counts.CachedInput * (BigInteger)(price.CachedInput ?? price.Input).Value)
            + ((counts.Output - counts.Reasoning) * (BigInteger)price.Output.Value)
            + (counts.Reasoning * (BigInteger)(price.Reasoning ?? price.Output).Value);
        var pieces = (counts.Images * (BigInteger)price.PerImage.Value) + price.PerRequest.Value;
        var numerator = (tokens * 60_000) + (pieces * 60_000 * million) + (counts.AudioMilliseconds * (BigInteger)price.PerAudioMinute.Value * million);
        numerator *= multipliers.ModelPartsPerMillion * (BigInteger)multipliers.OrganizationPartsPerMillion;
        var denominator = 60_000 * million * million * million;
        return (numerator + denominator - 1) / denominator;
    }
}
