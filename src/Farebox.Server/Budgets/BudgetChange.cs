namespace Farebox.Server.Budgets;

/// <summary>What became of a change of a budget.</summary>
internal enum BudgetOutcome
{
    Done,

    /// <summary>There is no such budget.</summary>
    Missing,

    /// <summary>There is no such project or key.</summary>
    OwnerMissing,

    /// <summary>The owner has one of this unit and period.</summary>
    Taken,
}

/// <summary>A change that was made, or why it was not.</summary>
/// <param name="Row">As it is now, or was before it was deleted; the one in the way when it is taken.</param>
/// <param name="KeyIds">The keys whose calls it concerns; null for too many to name.</param>
internal readonly record struct BudgetChange(BudgetOutcome Outcome, BudgetRow? Row = null, IReadOnlyList<string>? KeyIds = null);
