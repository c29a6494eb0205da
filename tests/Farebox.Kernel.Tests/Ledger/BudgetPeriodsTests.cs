using Farebox.Kernel.Ledger;

namespace Farebox.Kernel.Tests.Ledger;

public sealed class BudgetPeriodsTests
{
    [Theory]
    [InlineData("2026-11-22T12:00:00Z", BudgetPeriod.Day, "2026-11-22", "2026-11-23")]
    [InlineData("2026-11-22T00:00:00Z", BudgetPeriod.Day, "2026-11-22", "2026-11-23")]
    [InlineData("2026-11-22T23:59:59.999Z", BudgetPeriod.Day, "2026-11-22", "2026-11-23")]
    [InlineData("2026-12-31T23:59:59.999Z", BudgetPeriod.Day, "2026-12-31", "2027-01-01")]
    [InlineData("2026-12-31T23:59:59.999Z", BudgetPeriod.Month, "2026-12-01", "2027-01-01")]
    [InlineData("2028-02-29T01:00:00Z", BudgetPeriod.Month, "2028-02-01", "2028-03-01")]
    public void Period_BeginsAndEndsAtMidnightOfUtc(string moment, BudgetPeriod period, string start, string end)
    {
        Assert.Equal(Ms(start + "T00:00:00Z"), BudgetPeriods.StartMs(period, Ms(moment)));
        Assert.Equal(Ms(end + "T00:00:00Z"), BudgetPeriods.EndMs(period, Ms(moment)));
    }

    [Fact]
    public void Life_NeverBeginsNorEnds() =>
        Assert.Equal((null, null), (BudgetPeriods.StartMs(BudgetPeriod.Life, 0), BudgetPeriods.EndMs(BudgetPeriod.Life, 0)));

    [Fact]
    public void DayOf_IsTheDayOfUtc()
    {
        Assert.Equal(new DateOnly(1970, 1, 1), BudgetPeriods.DayOf(0));
        Assert.Equal(new DateOnly(2026, 11, 22), BudgetPeriods.DayOf(Ms("2026-11-23T00:00:00Z") - 1));
    }

    private static long Ms(string text) =>
        DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
}
