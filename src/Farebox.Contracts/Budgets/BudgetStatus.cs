namespace Farebox.Contracts.Budgets;

/// <summary>A budget, and what was done with it in the period that runs now. Amounts are exact decimals as text.</summary>
public sealed record BudgetStatus
{
    /// <summary>Always <c>organization.budget</c>.</summary>
    public string Object { get; init; } = "organization.budget";
    public required string Id { get; init; }

    /// <summary><c>organization</c>, <c>project</c>, <c>key</c> or <c>token</c>: all calls of that one count.</summary>
    public required string Level { get; init; }

    /// <summary>Null unless it is a project's, or of something in a project.</summary>
    public string? ProjectId { get; init; }

    /// <summary>Null unless it is a key's, or an access token's.</summary>
    public string? KeyId { get; init; }

    /// <summary>Null unless it is an access token's.</summary>
    public string? TokenId { get; init; }

    /// <summary><c>usd</c> or <c>requests</c>.</summary>
    public required string Unit { get; init; }

    /// <summary><c>day</c>, <c>month</c> (of UTC) or <c>life</c>.</summary>
    public required string Period { get; init; }
    public required string Limit { get; init; }

    /// <summary>By calls that ended. It can be above the limit when that was lowered.</summary>
    public required string Spent { get; init; }

    /// <summary>By calls under way, at most.</summary>
    public required string Reserved { get; init; }

    /// <summary>What the next call may still take; never negative.</summary>
    public required string Left { get; init; }

    /// <summary>Unix seconds, as all times here. Null for <c>life</c>.</summary>
    public long? PeriodStartsAt { get; init; }

    /// <summary>When all of the limit is there again; null for <c>life</c>.</summary>
    public long? PeriodEndsAt { get; init; }
}
