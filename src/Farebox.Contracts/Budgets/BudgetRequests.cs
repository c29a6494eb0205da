using System.Text.Json.Serialization;

namespace Farebox.Contracts.Budgets;

/// <summary>Body of creating a budget: one of the two limits, and the period.</summary>
public sealed record CreateBudgetRequest
{
    /// <summary>USD, more than 0, with up to 9 decimals: a string such as <c>"25.50"</c>, or a number.</summary>
    [JsonConverter(typeof(AmountTextConverter))]
    public string? MaxSpendUsd { get; init; }

    /// <summary>At least 1.</summary>
    public long? MaxRequests { get; init; }

    /// <summary><c>day</c>, <c>month</c> or <c>life</c>.</summary>
    public string? Period { get; init; }
}

/// <summary>Body of changing a budget: its new limit, in the unit that it has.</summary>
public sealed record UpdateBudgetRequest
{
    /// <inheritdoc cref="CreateBudgetRequest.MaxSpendUsd"/>
    [JsonConverter(typeof(AmountTextConverter))]
    public string? MaxSpendUsd { get; init; }

    /// <inheritdoc cref="CreateBudgetRequest.MaxRequests"/>
    public long? MaxRequests { get; init; }
}
