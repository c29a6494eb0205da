using Farebox.Kernel.Ledger;

namespace Farebox.Server.Credentials;

/// <summary>What an access token's row says it may spend in its life.</summary>
internal sealed record TokenCaps
{
    public required string TokenId { get; init; }
    public long? MaxSpendNano { get; init; }
    public long? MaxRequests { get; init; }

    /// <summary>As budgets.</summary>
    /// <param name="owner">The credential that they hold: of this token, or of one that came from it.</param>
    public IEnumerable<Budget> ToBudgets(CredentialRow owner)
    {
        if (MaxSpendNano is { } nano) yield return ToBudget(owner, LedgerUnit.NanoUsd, nano);
        if (MaxRequests is { } requests) yield return ToBudget(owner, LedgerUnit.Requests, requests);
    }

    private Budget ToBudget(CredentialRow owner, LedgerUnit unit, long limit) => new()
    {
        Id = Budget.IdOfToken(TokenId, unit),
        Level = BudgetLevel.Token,
        OrganizationId = owner.OrganizationId!,
        ProjectId = owner.ProjectId,
        KeyId = owner.KeyId,
        TokenId = TokenId,
        Unit = unit,
        Period = BudgetPeriod.Life,
        Limit = limit,
    };
}
