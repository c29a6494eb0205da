namespace Farebox.Contracts.Models;

/// <summary>One version of a model's price. Versions are never changed or deleted.</summary>
public sealed record ModelPrice : PriceAmounts
{
    /// <summary>Always <c>catalog.price</c>.</summary>
    public string Object { get; init; } = "catalog.price";

    /// <summary>What charges name.</summary>
    public required string Id { get; init; }
    public required string Model { get; init; }

    /// <summary><c>operator</c>, or <c>list</c> for one of a price list.</summary>
    public required string Origin { get; init; }

    /// <summary><c>in_effect</c>, <c>scheduled</c> (begins later) or <c>inactive</c> (over, or overruled).</summary>
    public required string State { get; init; }

    /// <summary>Unix seconds; null for "since ever".</summary>
    public long? EffectiveFrom { get; init; }

    /// <summary>From then on the operator says nothing: the model costs what it would without the operator's price.</summary>
    public bool EndsOwnPrice { get; init; }

    /// <summary>Where the figures are from: a public URL, for a list's.</summary>
    public string? Source { get; init; }

    /// <summary>The day or month of the source, for a list's.</summary>
    public string? AsOf { get; init; }

    /// <summary>Where the source was read, for a list's, when not at the source itself.</summary>
    public IReadOnlyList<string>? Via { get; init; }
    public string? Note { get; init; }

    /// <summary>Unix seconds; for a list's version when this installation first used the list.</summary>
    public required long CreatedAt { get; init; }
}

/// <summary>
/// Body of a new version of a model's price: tokens (input and output), or another component, or <see cref="EndsOwnPrice"/>. All zeros
/// makes a model free.
/// </summary>
public sealed record PriceRequest : PriceAmounts
{
    public string? Model { get; init; }

    /// <summary>Unix seconds, not in the past; now when absent.</summary>
    public long? EffectiveFrom { get; init; }

    /// <summary>Instead of amounts: takes the operator's price back.</summary>
    public bool? EndsOwnPrice { get; init; }

    /// <summary>For people, up to 500 characters.</summary>
    public string? Note { get; init; }
}
