namespace Farebox.Contracts.Models;

/// <summary>What a model costs now, before multipliers, as operators see it.</summary>
public sealed record PriceInEffect : PriceAmounts
{
    /// <summary>Id of the price's version, which charges name; <c>free</c> where an upstream's word made it free.</summary>
    public required string Version { get; init; }

    /// <summary><c>operator</c>, <c>free</c> (every upstream of the model is declared free) or <c>list</c>.</summary>
    public required string Origin { get; init; }

    /// <summary>The model's multiplier, a decimal; an organization's comes on top.</summary>
    public required string Multiplier { get; init; }
}
