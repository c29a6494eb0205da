using Farebox.Kernel.Ledger;

namespace Farebox.Kernel.Tests.Ledger;

public sealed class BudgetThresholdsTests
{
    [Theory]
    [InlineData(100, 50, 50)]
    [InlineData(100, 100, 100)]
    [InlineData(5, 50, 3)] // Two of five are not half of it.
    [InlineData(1, 50, 1)]
    [InlineData(long.MaxValue, 100, long.MaxValue)]
    public void AmountAt_RoundsUp(long limit, int percent, long amount) => Assert.Equal(amount, BudgetThresholds.AmountAt(limit, percent));

    [Theory]
    [InlineData(0, 50)]
    [InlineData(49, 50)]
    [InlineData(50, 80)]
    [InlineData(80, 100)]
    [InlineData(99, 100)]
    [InlineData(100, long.MaxValue)]
    [InlineData(150, long.MaxValue)]
    public void Next_IsTheSmallestThresholdAboveWhatIsSpent(long spent, long next) => Assert.Equal(next, BudgetThresholds.Next(100, spent));
}
