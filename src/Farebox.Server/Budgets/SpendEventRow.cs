using System.Globalization;
using Farebox.Contracts.Budgets;
using Farebox.Kernel.Ledger;
using Farebox.Kernel.Money;

namespace Farebox.Server.Budgets;

/// <summary>One row of <c>spend_events</c>. Times are Unix milliseconds.</summary>
internal sealed record SpendEventRow
{
    public required string OrganizationId { get; init; }
    public required string Id { get; init; }

    /// <summary>Names the occasion: a second event of the same one is none.</summary>
    public required string Once { get; init; }
    public string? BudgetId { get; init; }
    public long? Level { get; init; }
    public string? ProjectId { get; init; }
    public string? KeyId { get; init; }
    public string? TokenId { get; init; }
    public required long Unit { get; init; }
    public string? Period { get; init; }
    public long? Percent { get; init; }

    /// <summary>The budget's limit, or the balance below which it is low.</summary>
    public required long MaxAmount { get; init; }

    /// <summary>What was spent, or what was left.</summary>
    public required long Amount { get; init; }
    public required long CreatedAt { get; init; }

    /// <summary>That a budget is spent to so many percent. A limit that is changed makes another occasion of it.</summary>
    public static SpendEventRow OfThreshold(Budget budget, string period, int percent, long spent, string id, long nowMs) => new()
    {
        OrganizationId = budget.OrganizationId,
        Id = id,
        Once = string.Create(CultureInfo.InvariantCulture, $"{AccountIds.BudgetPrefix(budget.Id)}{period}:{budget.Limit}:{percent}"),
        BudgetId = budget.Id,
        Level = (long)budget.Level,
        ProjectId = budget.ProjectId,
        KeyId = budget.KeyId,
        TokenId = budget.TokenId,
        Unit = (long)budget.Unit,
        Period = period,
        Percent = percent,
        MaxAmount = budget.Limit,
        Amount = spent,
        CreatedAt = nowMs,
    };

    /// <summary>That a balance is low. Credit that is added makes another occasion of it.</summary>
    public static SpendEventRow OfLowBalance(string organizationId, LedgerCounters counters, NanoUsd low, string id, long nowMs) => new()
    {
        OrganizationId = organizationId,
        Id = id,
        Once = string.Create(CultureInfo.InvariantCulture, $"credit:{counters.CreditsPosted}:{low.Value}"),
        Unit = (long)LedgerUnit.NanoUsd,
        MaxAmount = low.Value,
        Amount = counters.Posted,
        CreatedAt = nowMs,
    };

    /// <summary>As it goes out.</summary>
    public SpendEvent ToContract() => new()
    {
        Id = Id,
        Type = BudgetId is null ? "low_balance" : "budget_threshold",
        BudgetId = BudgetId,
        Level = Level is { } level ? BudgetWords.Of((BudgetLevel)level) : null,
        ProjectId = ProjectId,
        KeyId = KeyId,
        TokenId = TokenId,
        Unit = BudgetWords.Of((LedgerUnit)Unit),
        Period = Period,
        Percent = (int?)Percent,
        Limit = Text(MaxAmount),
        Amount = Text(Amount),
        CreatedAt = CreatedAt / 1000,
    };

    private string Text(long amount) => (LedgerUnit)Unit == LedgerUnit.Requests
        ? amount.ToString(CultureInfo.InvariantCulture)
        : new NanoUsd(amount).ToString();
}
