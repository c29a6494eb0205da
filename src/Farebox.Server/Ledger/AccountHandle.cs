using Farebox.Kernel.Ledger;

namespace Farebox.Server.Ledger;

/// <summary>
/// Names an account and remembers where it was in memory: a handle that is kept saves the search. May be shared by any number of
/// threads.
/// </summary>
/// <param name="id">See <see cref="AccountIds"/>. The account need not exist: it opens with its first transfer.</param>
public sealed class AccountHandle(string id, LedgerUnit unit)
{
    public string Id { get; } = id;

    public LedgerUnit Unit { get; } = unit;

    /// <summary>Where it was last found. Guarded by the book's lock.</summary>
    internal AccountState? State { get; set; }

    /// <summary>The prepaid money of an organization.</summary>
    public static AccountHandle Credit(string organizationId) => new(AccountIds.Credit(organizationId), LedgerUnit.NanoUsd);

    /// <summary>What a budget has spent in the period that holds a day of UTC.</summary>
    public static AccountHandle Budget(string budgetId, LedgerUnit unit, BudgetPeriod period, DateOnly day) =>
        new(AccountIds.Budget(budgetId, period, day), unit);
}
