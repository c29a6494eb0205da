using Farebox.Kernel.Ledger;
using Farebox.Kernel.Limits;

namespace Farebox.Server.Credentials;

/// <summary>What an access token's row says it may spend in its life, and how fast it may call.</summary>
internal sealed record TokenCaps
{
    public required string TokenId { get; init; }
    public long? MaxSpendNano { get; init; }
    public long? MaxRequests { get; init; }
    public long? Rpm { get; init; }
    public long? Rpd { get; init; }
    public long? Tpm { get; init; }
    public long? Tpd { get; init; }
    public long? Ipm { get; init; }
    public long? Concurrency { get; init; }

    /// <summary>As budgets.</summary>
    /// <param name="owner">The credential that they hold: of this token, or of one that came from it.</param>
    public IEnumerable<Budget> ToBudgets(CredentialRow owner)
    {
        if (MaxSpendNano is { } nano) yield return ToBudget(owner, LedgerUnit.NanoUsd, nano);
        if (MaxRequests is { } requests) yield return ToBudget(owner, LedgerUnit.Requests, requests);
    }

    /// <summary>As a plan of limits, if it has any.</summary>
    /// <param name="owner">As above.</param>
    public IEnumerable<LimitPlan> ToPlans(CredentialRow owner)
    {
        var numbers = new LimitNumbers
        {
            RequestsPerMinute = Rpm, RequestsPerDay = Rpd, TokensPerMinute = Tpm, TokensPerDay = Tpd, ImagesPerMinute = Ipm, Concurrency = Concurrency,
        };
        if (numbers.IsEmpty) yield break;
        yield return new LimitPlan
        {
            Level = LimitLevel.Token, OrganizationId = owner.OrganizationId!, ProjectId = owner.ProjectId, KeyId = owner.KeyId, TokenId = TokenId,
            Numbers = numbers,
        };
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
