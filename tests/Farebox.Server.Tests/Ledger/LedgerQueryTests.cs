using Farebox.Kernel.Ledger;
using Farebox.Server.Ledger;

namespace Farebox.Server.Tests.Ledger;

public sealed class LedgerQueryTests : LedgerTest
{
    [Fact]
    public async Task Periods_OfABudget_AreListedNewestFirst_AndOnlyItsOwn()
    {
        var credit = await FundedAsync(1000);
        for (var day = 1; day <= 5; day++)
        {
            foreach (var id in new[] { "b1", "b10", "b" })
            {
                var budget = AccountHandle.Budget(id, LedgerUnit.NanoUsd, BudgetPeriod.Day, new DateOnly(2026, 11, day));
                await PostAsync(await ReservedAsync(Money(credit, 10), Spend(budget, 10, 10)), day);
            }
        }

        var store = new LedgerQueryStore(Database);
        var first = await store.PeriodsAsync("b1", null, 3, Cancellation);
        Assert.Equal([("2026-11-05", 5L), ("2026-11-04", 4), ("2026-11-03", 3)], first.Select(row => (row.Period, row.Counters.DebitsPosted)));
        var rest = await store.PeriodsAsync("b1", first[^1].Period, 3, Cancellation);
        Assert.Equal(["2026-11-02", "2026-11-01"], rest.Select(row => row.Period));
        Assert.Empty(await store.PeriodsAsync("b2", null, 3, Cancellation));
    }

    [Fact]
    public async Task DirectTransfers_OfAnAccount_AreListedNewestFirst_AndOnlyItsOwn()
    {
        var credit = AccountHandle.Credit("org_1");
        var ids = Enumerable.Range(0, 5).Select(_ => Ids.Next()).Order().ToArray();
        for (var i = 0; i < ids.Length; i++) await GrantAsync(credit, i + 1, ids[i]);
        await FundedAsync(99, "org_2");
        await PostAsync(await ReservedAsync(Money(credit, 3)), 3);

        var store = new LedgerQueryStore(Database);
        var first = await store.DirectTransfersAsync(credit.Id, null, 3, Cancellation);
        Assert.Equal([5L, 4, 3], first.Select(row => row.Amount));
        Assert.All(first, row => Assert.Equal("credit:granted", row.From));
        Assert.InRange(first[0].CreatedAtMs, DateTimeOffset.UnixEpoch.AddYears(50).ToUnixTimeMilliseconds(), long.MaxValue);
        Assert.Equal([2L, 1], (await store.DirectTransfersAsync(credit.Id, first[^1].Id, 3, Cancellation)).Select(row => row.Amount));
    }
}
