namespace Farebox.Kernel.Ledger;

/// <summary>Whose spending a budget limits, outermost first.</summary>
public enum BudgetLevel
{
    Organization,
    Project,
    Key,
    Token,
}
