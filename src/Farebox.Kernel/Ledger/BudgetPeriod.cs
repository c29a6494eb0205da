namespace Farebox.Kernel.Ledger;

/// <summary>How long a budget lasts; days and months are those of UTC.</summary>
public enum BudgetPeriod
{
    Life,
    Month,
    Day,
}
