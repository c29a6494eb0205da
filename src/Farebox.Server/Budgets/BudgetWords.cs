using Farebox.Kernel.Ledger;

namespace Farebox.Server.Budgets;

/// <summary>How levels, units and periods are spelt.</summary>
internal static class BudgetWords
{
    private static readonly (BudgetPeriod Period, string Word)[] Periods =
        [(BudgetPeriod.Day, "day"), (BudgetPeriod.Month, "month"), (BudgetPeriod.Life, "life")];

    public static string Of(BudgetLevel level) => level switch
    {
        BudgetLevel.Organization => "organization",
        BudgetLevel.Project => "project",
        BudgetLevel.Key => "key",
        _ => "token",
    };

    public static string Of(LedgerUnit unit) => unit == LedgerUnit.Requests ? "requests" : "usd";

    public static string Of(BudgetPeriod period) => Array.Find(Periods, row => row.Period == period).Word;

    /// <summary>Null for a word that is none.</summary>
    public static BudgetPeriod? Period(string word) =>
        Array.Find(Periods, row => row.Word == word) is { Word: not null } row ? row.Period : null;
}
