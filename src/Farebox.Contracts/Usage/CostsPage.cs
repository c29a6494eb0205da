using System.Text.Json.Serialization;

namespace Farebox.Contracts.Usage;

/// <summary>OpenAI's costs answer: days, oldest first.</summary>
public sealed record CostsPage(string Object, IReadOnlyList<CostsBucket> Data, bool HasMore, string? NextPage);

/// <summary>One day.</summary>
/// <param name="StartTime">Unix seconds, inclusive.</param>
/// <param name="EndTime">Unix seconds, exclusive.</param>
public sealed record CostsBucket(string Object, long StartTime, long EndTime, IReadOnlyList<CostsResult> Results);

/// <summary>OpenAI's <c>organization.costs.result</c>; a grouping that was not asked for is null.</summary>
public sealed record CostsResult
{
    public string Object { get; init; } = "organization.costs.result";
    public required CostAmount Amount { get; init; }

    /// <summary>The model.</summary>
    public string? LineItem { get; init; }
    public string? ProjectId { get; init; }
    public string? ApiKeyId { get; init; }

    /// <summary>Always null: what calls cost is not one quantity times one price.</summary>
    public long? Quantity { get; init; }

    /// <summary>Always null.</summary>
    public string? QuantityUnit { get; init; }
}

/// <summary>An amount of money.</summary>
/// <param name="Value">A decimal, a JSON number on the wire: exact, digit by digit.</param>
/// <param name="Currency">Always <c>usd</c>.</param>
public sealed record CostAmount([property: JsonConverter(typeof(DecimalNumberConverter))] string Value, string Currency);
