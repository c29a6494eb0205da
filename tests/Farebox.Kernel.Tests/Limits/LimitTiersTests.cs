using Farebox.Kernel.Limits;

namespace Farebox.Kernel.Tests.Limits;

public sealed class LimitTiersTests
{
    [Theory]
    [InlineData(0, "1", "2")]
    [InlineData(49, "1", "2")]
    [InlineData(50, "2", "3")]
    [InlineData(499, "2", "3")]
    [InlineData(500, "3", null)]
    [InlineData(long.MaxValue, "3", null)]
    public void Reached_IsTheHighestThatIsPaidFor(long spent, string name, string? next)
    {
        var tiers = LimitTiers.TryCreate([Tier("3", 500), Tier("1", 0), Tier("2", 50)]).Tiers!;
        Assert.Equal((name, next), (tiers.Reached(spent).Name, tiers.After(spent)?.Name));
    }

    [Fact]
    public void TryCreate_WithoutABeginning_OrWithSomethingTwice_SaysSo()
    {
        Assert.Contains("0 USD", LimitTiers.TryCreate([]).Problem, StringComparison.Ordinal);
        Assert.Contains("0 USD", LimitTiers.TryCreate([Tier("1", 5)]).Problem, StringComparison.Ordinal);
        Assert.Contains("name", LimitTiers.TryCreate([Tier("1", 0), Tier("1", 5)]).Problem, StringComparison.Ordinal);
        Assert.Contains("amount", LimitTiers.TryCreate([Tier("1", 0), Tier("2", 5), Tier("3", 5)]).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_OfAnOrganization_GoBeforeThoseOfItsTier()
    {
        var numbers = new LimitNumbers { RequestsPerMinute = 10, TokensPerDay = 5 }.With(new LimitNumbers { RequestsPerMinute = 20, Concurrency = 3 });
        Assert.Equal(new LimitNumbers { RequestsPerMinute = 20, TokensPerDay = 5, Concurrency = 3 }, numbers);
        Assert.All(LimitKinds.All.Where(kind => numbers[kind] is null), kind => Assert.NotEqual(LimitKind.RequestsPerMinute, kind));
    }

    private static LimitTier Tier(string name, long from) => new(name, from, LimitNumbers.None);
}
