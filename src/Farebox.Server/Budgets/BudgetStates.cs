using Farebox.Contracts.Budgets;
using Farebox.Kernel.Ledger;
using Farebox.Server.Ledger;

namespace Farebox.Server.Budgets;

/// <summary>Budgets together with what the ledger says of their present periods.</summary>
internal sealed class BudgetStates(LedgerBook ledger, BudgetAccounts accounts, TimeProvider clock)
{
    /// <summary>As it stands this moment, calls under way included.</summary>
    public async ValueTask<BudgetStatus> OfAsync(Budget budget, CancellationToken cancellationToken)
    {
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var counters = await ledger.ReadAsync(accounts.Of(budget, nowMs), cancellationToken);
        return new BudgetStatus
        {
            Id = budget.Id,
            Level = BudgetWords.Of(budget.Level),
            ProjectId = budget.ProjectId,
            KeyId = budget.KeyId,
            TokenId = budget.TokenId,
            Unit = BudgetWords.Of(budget.Unit),
            Period = BudgetWords.Of(budget.Period),
            Limit = budget.Text(budget.Limit),
            Spent = budget.Text(counters.DebitsPosted),
            Reserved = budget.Text(counters.DebitsPending),
            Left = budget.Text(Math.Max(0, counters.AvailableUnder(budget.Limit))),
            PeriodStartsAt = BudgetPeriods.StartMs(budget.Period, nowMs) / 1000,
            PeriodEndsAt = BudgetPeriods.EndMs(budget.Period, nowMs) / 1000,
        };
    }

    /// <summary>All of them, in their order.</summary>
    public async ValueTask<IReadOnlyList<BudgetStatus>> OfAsync(IEnumerable<Budget> budgets, CancellationToken cancellationToken)
    {
        var states = new List<BudgetStatus>();
        foreach (var budget in budgets) states.Add(await OfAsync(budget, cancellationToken));
        return states;
    }
}
