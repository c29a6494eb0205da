using Farebox.Kernel.Ledger;

namespace Farebox.Server.Budgets;

/// <summary>One row of <c>budgets</c>. Times are Unix milliseconds.</summary>
internal sealed record BudgetRow
{
    public required string Id { get; init; }
    public required string OrganizationId { get; init; }
    public required string ProjectId { get; init; }
    public required string KeyId { get; init; }
    public required long Unit { get; init; }
    public required long Period { get; init; }
    public required long MaxAmount { get; init; }
    public required long CreatedAt { get; init; }

    public Budget ToBudget() => new()
    {
        Id = Id,
        Level = new BudgetOwner(OrganizationId, ProjectId, KeyId).Level,
        OrganizationId = OrganizationId,
        ProjectId = ProjectId.Length > 0 ? ProjectId : null,
        KeyId = KeyId.Length > 0 ? KeyId : null,
        Unit = (LedgerUnit)Unit,
        Period = (BudgetPeriod)Period,
        Limit = MaxAmount,
    };
}
