using Farebox.Kernel.Money;
using Farebox.Kernel.Pricing;
using Farebox.Testing;

namespace Farebox.Kernel.Tests.Pricing;

public sealed class QuoteTests
{
    // A nano-USD per input token, two per output token.
    private static readonly Price Simple = new() { Version = "v1", Input = new NanoUsd(1_000_000), Output = new NanoUsd(2_000_000) };

    [Fact]
    public void Of_Call_IsItsBytesAndAllItsAnswersAtFullLength() =>
        Assert.Equal(100 + (3 * 50 * 2), Of(Simple, new CallSize { BodyBytes = 100, OutputLimit = 50, Choices = 3 }));

    [Fact]
    public void Of_Call_TakesTheDearestPriceOfEachSide()
    {
        var price = Simple with { CachedInput = new NanoUsd(1), CacheWrite = new NanoUsd(5_000_000), Reasoning = new NanoUsd(7_000_000) };
        Assert.Equal(500 + 70, Of(price, new CallSize { BodyBytes = 100, OutputLimit = 10 }));
        Assert.Equal(
            300 + 20, Of(Simple with { CachedInput = new NanoUsd(3_000_000), Reasoning = new NanoUsd(1) }, new CallSize { BodyBytes = 100, OutputLimit = 10 }));
    }

    [Fact]
    public void Of_PromptImagesAndTools_AddTheirPublishedMaxima()
    {
        Assert.Equal(100 + (2 * CallSize.TokensPerPromptImage), Of(Simple, new CallSize { BodyBytes = 100, OutputLimit = 0, PromptImages = 2 }));
        Assert.Equal(100 + CallSize.TokensAroundTools, Of(Simple, new CallSize { BodyBytes = 100, OutputLimit = 0, HasTools = true }));
    }

    [Fact]
    public void Of_Pieces_CountsImagesAudioAndTheRequest()
    {
        var price = new Price { Version = "v1", PerImage = new NanoUsd(10), PerAudioMinute = new NanoUsd(600), PerRequest = new NanoUsd(5) };
        Assert.Equal(20 + 300 + 5, Of(price, new CallSize { BodyBytes = 9, OutputLimit = 9, Images = 2, AudioMilliseconds = 30_000 }));
    }

    [Theory]
    [InlineData(long.MaxValue, 1)]
    [InlineData(1, long.MaxValue)]
    public void Of_AbsurdCall_IsMoreThanAnyBalance(long limit, long choices) =>
        Assert.Equal(long.MaxValue, Of(Simple with { Output = NanoUsd.FromUsd(75) }, new CallSize { BodyBytes = long.MaxValue, OutputLimit = limit, Choices = choices }));

    [Fact]
    public void Of_NegativeCount_IsABug() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Of(Simple, new CallSize { BodyBytes = 1, OutputLimit = -1 }));

    [Fact]
    public void Of_FreeModel_IsZero()
    {
        Assert.True(new Price { Version = "free" }.IsFree);
        Assert.False(Simple.IsFree);
        Assert.False(new Price { Version = "v1", Reasoning = new NanoUsd(1) }.IsFree);
        Assert.Equal(0, Of(new Price { Version = "free" }, new CallSize { BodyBytes = 1000, OutputLimit = 1000, HasTools = true }));
    }

    [Fact]
    public void Price_NegativeComponent_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Price { Version = "v1", Input = new NanoUsd(-1) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Price { Version = "v1", Reasoning = new NanoUsd(-1) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Multipliers(-1, 0));
    }

    [Theory]
    [InlineData(99, 0)] // Not even the prompt.
    [InlineData(100, 0)]
    [InlineData(105, 0)]
    [InlineData(106, 1)]
    [InlineData(399, 49)]
    [InlineData(400, 50)]
    [InlineData(9999, 50)]
    [InlineData(0, 0)]
    public void AffordableOutput_Balance_GivesTheLargestLimitThatFits(long available, long limit) =>
        Assert.Equal(limit, Quote.AffordableOutput(
            Simple, Multipliers.None, new CallSize { BodyBytes = 100, OutputLimit = 50, Choices = 3 }, new NanoUsd(available)));

    [Fact]
    public void AffordableOutput_RandomCalls_FitsAndOneMoreDoesNot()
    {
        var seed = PropertySeed.Take();
        var random = new Random(seed);
        for (var i = 0; i < 20_000; i++)
        {
            var (price, multipliers, size) = Next(random);
            var available = new NanoUsd(random.NextInt64(1L << random.Next(1, 50)));
            var limit = Quote.AffordableOutput(price, multipliers, size, available);
            Assert.InRange(limit, 0, size.OutputLimit);
            if (limit > 0) Assert.True(Quote.Of(price, multipliers, size with { OutputLimit = limit }) <= available);
            if (limit < size.OutputLimit) Assert.True(Quote.Of(price, multipliers, size with { OutputLimit = limit + 1 }) > available);
        }
    }

    [Fact]
    public void Of_RandomCalls_IsNeverBelowTheFareOfWhatTheyCanUse()
    {
        var seed = PropertySeed.Take();
        var random = new Random(seed);
        for (var i = 0; i < 20_000; i++)
        {
            var (price, multipliers, size) = Next(random);
            var input = random.NextInt64(size.InputTokens + 1);
            var output = random.NextInt64((size.OutputLimit * size.Choices) + 1);
            var counts = new CallCounts
            {
                Input = input, CachedInput = random.NextInt64(input + 1), CacheWrite = random.NextInt64(input + 1),
                Output = output, Reasoning = random.NextInt64(output + 1), Images = random.NextInt64(size.Images + 1),
            };
            Assert.True(Quote.Of(price, multipliers, size) >= Fare.Of(price, multipliers, counts));
        }
    }

    [Theory]
    [InlineData(60, 60, 0)]
    [InlineData(100, 100, 0)]
    [InlineData(101, 100, 1)]
    [InlineData(250, 100, 150)]
    public void Charge_Fare_IsTakenUpToTheQuote_AndTheRestIsTheOverrun(long tokens, long charged, long overrun)
    {
        var charge = Charge.Of(new NanoUsd(100), Simple, Multipliers.None, new CallCounts { Input = tokens });
        Assert.Equal(new Charge(new NanoUsd(charged), new NanoUsd(overrun)), charge);
    }

    [Fact]
    public void Charge_AbsurdReport_IsTheQuote()
    {
        var charge = Charge.Of(new NanoUsd(100), Simple, Multipliers.None, new CallCounts { Output = long.MaxValue });
        Assert.Equal(new NanoUsd(100), charge.Amount);
        Assert.True(charge.Overrun > NanoUsd.FromUsd(9_000_000_000));
    }

    private static (Price Price, Multipliers Multipliers, CallSize Size) Next(Random random) => (
        PriceSamples.Next(random),
        new Multipliers(random.NextInt64(3_000_000), random.NextInt64(3_000_000)),
        new CallSize
        {
            BodyBytes = random.Next(1, 100_000), OutputLimit = random.Next(0, 100_000), Choices = random.Next(0, 5), HasTools = random.Next(2) == 0,
            PromptImages = random.Next(3), Images = random.Next(3),
        });

    private static long Of(Price price, CallSize size) => Quote.Of(price, Multipliers.None, size).Value;
}
