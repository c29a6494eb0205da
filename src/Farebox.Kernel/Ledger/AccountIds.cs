using System.Globalization;

namespace Farebox.Kernel.Ledger;

/// <summary>How accounts are named in the store. A name never changes its meaning.</summary>
public static class AccountIds
{
    /// <summary>The prepaid money of an organization, in nano-USD: never below zero.</summary>
    public static string Credit(string organizationId) => $"org:{organizationId}:credit";

    /// <summary>Whether an account is an organization's prepaid money.</summary>
    public static bool IsCredit(string id) =>
        id.StartsWith("org:", StringComparison.Ordinal) && id.EndsWith(":credit", StringComparison.Ordinal);

    /// <summary>Whose prepaid money an account is.</summary>
    /// <param name="creditId">See <see cref="IsCredit"/>.</param>
    public static string OrganizationOf(string creditId) => creditId["org:".Length..^":credit".Length];

    /// <summary>What a budget has spent in the period that holds a day of UTC.</summary>
    public static string Budget(string budgetId, BudgetPeriod period, DateOnly day) => BudgetPrefix(budgetId) + Text(period, day);

    /// <summary>What all account ids of a budget begin with; the rest is the period.</summary>
    public static string BudgetPrefix(string budgetId) => $"budget:{budgetId}:";

    /// <summary>The id of a contra account.</summary>
    public static string Of(ContraAccount contra) => contra switch
    {
        ContraAccount.Fares => "fares",
        ContraAccount.GrantedCredit => "credit:granted",
        ContraAccount.VoucherCredit => "credit:vouchers",
        ContraAccount.UsdBudgets => "budgets:usd",
        ContraAccount.RequestBudgets => "budgets:requests",
        ContraAccount.PaidCredit => "credit:paid",
        _ => throw new ArgumentOutOfRangeException(nameof(contra), contra, null),
    };

    /// <summary>What a contra account counts.</summary>
    public static LedgerUnit UnitOf(ContraAccount contra) =>
        contra == ContraAccount.RequestBudgets ? LedgerUnit.Requests : LedgerUnit.NanoUsd;

    /// <summary>The period that holds a day, as it stands in an account's id: <c>life</c>, <c>2026-11</c>, <c>2026-11-22</c>.</summary>
    public static string Text(BudgetPeriod period, DateOnly day) => period switch
    {
        BudgetPeriod.Life => "life",
        BudgetPeriod.Month => day.ToString("yyyy-MM", CultureInfo.InvariantCulture),
        BudgetPeriod.Day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => throw new ArgumentOutOfRangeException(nameof(period), period, null),
    };
}
