using System.Globalization;
using Farebox.Kernel.Money;

namespace Farebox.Kernel.Ledger;

/// <summary>What calls may spend together in one period. Immutable: one that is changed becomes another object of the same id.</summary>
public sealed record Budget
{
    /// <summary>Its accounts are named after it: see <see cref="AccountIds.Budget"/>.</summary>
    public required string Id { get; init; }
    public required BudgetLevel Level { get; init; }
    public required string OrganizationId { get; init; }

    /// <summary>Null when the budget is the organization's.</summary>
    public string? ProjectId { get; init; }

    /// <summary>Null when the budget is the organization's or a project's.</summary>
    public string? KeyId { get; init; }

    /// <summary>Null unless the budget is an access token's.</summary>
    public string? TokenId { get; init; }
    public required LedgerUnit Unit { get; init; }
    public required BudgetPeriod Period { get; init; }

    /// <summary>At least 1, in its unit.</summary>
    public required long Limit { get; init; }

    /// <summary>Where what is spent under it goes.</summary>
    public ContraAccount Contra => Unit == LedgerUnit.Requests ? ContraAccount.RequestBudgets : ContraAccount.UsdBudgets;

    /// <summary>Id of the one whose budget it is.</summary>
    public string SubjectId => Level switch
    {
        BudgetLevel.Organization => OrganizationId,
        BudgetLevel.Project => ProjectId!,
        BudgetLevel.Key => KeyId!,
        _ => TokenId!,
    };

    /// <summary>The ids of the budgets that an access token's caps are: they follow from the token's.</summary>
    public static string IdOfToken(string tokenId, LedgerUnit unit) => tokenId + (unit == LedgerUnit.Requests ? ".requests" : ".usd");

    /// <summary>What a call reserves of it; zero for a free call under a budget in money.</summary>
    public long CostOf(NanoUsd quote) => Unit == LedgerUnit.Requests ? 1 : quote.Value;

    /// <summary>Whether an account is one of its periods.</summary>
    public bool Owns(string accountId) => accountId.StartsWith(AccountIds.BudgetPrefix(Id), StringComparison.Ordinal);

    /// <summary>An amount in its unit: USD as <see cref="NanoUsd.ToString"/> spells it, or a number of requests.</summary>
    public string Text(long amount) =>
        Unit == LedgerUnit.Requests ? amount.ToString(CultureInfo.InvariantCulture) : new NanoUsd(amount).ToString();
}
