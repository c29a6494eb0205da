namespace Farebox.Contracts.Budgets;

/// <summary>Something about money that somebody should know.</summary>
public sealed record SpendEvent
{
    /// <summary>Always <c>organization.spend_event</c>.</summary>
    public string Object { get; init; } = "organization.spend_event";
    public required string Id { get; init; }

    /// <summary><c>budget_threshold</c> or <c>low_balance</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Null, like <see cref="Level"/>, <see cref="Period"/> and <see cref="Percent"/>, unless it is about a budget.</summary>
    public string? BudgetId { get; init; }

    /// <summary>As in <see cref="BudgetStatus"/>, with the ids below.</summary>
    public string? Level { get; init; }
    public string? ProjectId { get; init; }
    public string? KeyId { get; init; }
    public string? TokenId { get; init; }

    /// <summary><c>usd</c> or <c>requests</c>.</summary>
    public required string Unit { get; init; }

    /// <summary><c>life</c>, <c>2026-11</c> or <c>2026-11-22</c>.</summary>
    public string? Period { get; init; }

    /// <summary>50, 80 or 100: how much of the budget is spent.</summary>
    public int? Percent { get; init; }

    /// <summary>The budget's limit then; or the balance below which it is low.</summary>
    public required string Limit { get; init; }

    /// <summary>What was spent then; or what was left of the balance.</summary>
    public required string Amount { get; init; }

    /// <summary>Unix seconds.</summary>
    public required long CreatedAt { get; init; }
}
