using System.Runtime.CompilerServices;
using Farebox.Kernel.Ledger;
using Farebox.Kernel.Money;

namespace Farebox.Server.Ledger;

/// <summary>
/// The accounts of budgets, one per budget and period. Each budget's is remembered for as long as the budget is, until its period ends: on
/// the path of a request this makes no garbage.
/// </summary>
public sealed class BudgetAccounts
{
    private readonly ConditionalWeakTable<Budget, StrongBox<PeriodAccount>> _current = [];

    /// <summary>The account of the period that holds a moment.</summary>
    /// <param name="nowMs">Unix milliseconds.</param>
    public AccountHandle Of(Budget budget, long nowMs)
    {
        if (_current.TryGetValue(budget, out var box) && box.Value is { } current && current.Holds(nowMs)) return current.Account;
        var made = PeriodAccount.Create(budget, nowMs);
        if (box is null) _current.TryAdd(budget, new StrongBox<PeriodAccount>(made));
        else if (made.StartMs > box.Value!.StartMs) box.Value = made; // A straggler of the period before is served and not kept.
        return made.Account;
    }

    /// <summary>What a call has to reserve of a budget; false when that is nothing, because the call is free.</summary>
    /// <param name="nowMs">Unix milliseconds.</param>
    public bool TryLeg(Budget budget, NanoUsd quote, long nowMs, out WantedLeg leg)
    {
        var amount = budget.CostOf(quote);
        leg = amount > 0 ? new WantedLeg(Of(budget, nowMs), budget.Contra, amount, budget.Limit) : default;
        return amount > 0;
    }

    /// <summary>The budget that an account belongs to; null when it is an organization's credit.</summary>
    public static Budget? Find(IReadOnlyList<Budget> budgets, AccountHandle account)
    {
        foreach (var budget in budgets)
        {
            if (budget.Owns(account.Id)) return budget;
        }

        return null;
    }

    private sealed record PeriodAccount(AccountHandle Account, long StartMs, long EndMs)
    {
        public static PeriodAccount Create(Budget budget, long nowMs) => new(
            AccountHandle.Budget(budget.Id, budget.Unit, budget.Period, BudgetPeriods.DayOf(nowMs)),
            BudgetPeriods.StartMs(budget.Period, nowMs) ?? long.MinValue,
            BudgetPeriods.EndMs(budget.Period, nowMs) ?? long.MaxValue);

        public bool Holds(long nowMs) => nowMs >= StartMs && nowMs < EndMs;
    }
}
