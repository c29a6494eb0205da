using Farebox.Kernel.Ledger;
using Farebox.Kernel.Money;
using Farebox.Server.Ledger;

namespace Farebox.Server.Tests.Ledger;

public sealed class BudgetAccountsTests
{
    private static readonly long Noon = new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private readonly BudgetAccounts _accounts = new();

    [Theory]
    [InlineData(BudgetPeriod.Day, "budget:b:2026-11-30", "budget:b:2026-12-01")]
    [InlineData(BudgetPeriod.Month, "budget:b:2026-11", "budget:b:2026-12")]
    [InlineData(BudgetPeriod.Life, "budget:b:life", "budget:b:life")]
    public void Of_IsOnePerPeriod(BudgetPeriod period, string today, string tomorrow)
    {
        var budget = Money(period);
        var first = _accounts.Of(budget, Noon);
        Assert.Equal((today, LedgerUnit.NanoUsd), (first.Id, first.Unit));
        Assert.Same(first, _accounts.Of(budget, Noon + 1));
        var next = _accounts.Of(budget, Noon + 86_400_000);
        Assert.Equal(tomorrow, next.Id);
        Assert.Equal(today, _accounts.Of(budget, Noon).Id); // A straggler.
        Assert.Same(next, _accounts.Of(budget, Noon + 86_400_000));
    }

    [Fact]
    public void TryLeg_Money_ReservesTheQuoteUnlessItIsFree()
    {
        var budget = Money(BudgetPeriod.Day);
        Assert.True(_accounts.TryLeg(budget, new NanoUsd(7), Noon, out var leg));
        Assert.Equal(new WantedLeg(_accounts.Of(budget, Noon), ContraAccount.UsdBudgets, 7, 100), leg);
        Assert.False(_accounts.TryLeg(budget, NanoUsd.Zero, Noon, out _));
    }

    [Fact]
    public void TryLeg_Requests_ReservesOneAndAFreeCallToo()
    {
        var budget = Money(BudgetPeriod.Day) with { Unit = LedgerUnit.Requests };
        foreach (var quote in new[] { 0, 7 })
        {
            Assert.True(_accounts.TryLeg(budget, new NanoUsd(quote), Noon, out var leg));
            Assert.Equal(new WantedLeg(_accounts.Of(budget, Noon), ContraAccount.RequestBudgets, 1, 100), leg);
        }
    }

    [Fact]
    public void Find_IsTheBudgetOfAnAccountAndNullForCredit()
    {
        var (first, second) = (Money(BudgetPeriod.Day), Money(BudgetPeriod.Month) with { Id = "c" });
        Assert.Same(second, BudgetAccounts.Find([first, second], _accounts.Of(second, Noon)));
        Assert.Null(BudgetAccounts.Find([first, second], AccountHandle.Credit("org_1")));
    }

    [Fact]
    public void Of_AKnownBudget_MakesNoGarbage()
    {
        var budget = Money(BudgetPeriod.Day);
        _accounts.Of(budget, Noon);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) _accounts.Of(budget, Noon);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000);
    }

    private static Budget Money(BudgetPeriod period) => new()
    {
        Id = "b", Level = BudgetLevel.Organization, OrganizationId = "org_1", Unit = LedgerUnit.NanoUsd, Period = period, Limit = 100,
    };
}
