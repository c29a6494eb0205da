using Farebox.Kernel.Money;

namespace Farebox.Kernel.Pricing;

/// <summary>One component of a fare before the multipliers: a count times its price.</summary>
/// <param name="Per">How many of them the price is for.</param>
/// <param name="Scaled">The amount, in 1e-15 USD: exact, for no price is of more than a million.</param>
public readonly record struct FareLine(FareComponent Component, long Count, NanoUsd Price, long Per, Int128 Scaled);

/// <summary>What a fare is made of.</summary>
public enum FareComponent
{
    Input,
    CachedInput,
    CacheWrite,
    Output,
    Reasoning,
    Images,
    Request,
}

/// <summary>The sums behind a fare, for people who want to reckon it up; <see cref="Fare"/> is what counts, and agrees.</summary>
public static class FareLines
{
    private const long PerMillion = 1_000_000;

    /// <summary>Every component that was used and costs something.</summary>
    public static IReadOnlyList<FareLine> Of(Price price, CallCounts counts)
    {
        var cached = Math.Clamp(counts.CachedInput, 0, Math.Max(0, counts.Input));
        var written = Math.Clamp(counts.CacheWrite, 0, Math.Max(0, counts.Input) - cached);
        var reasoning = Math.Clamp(counts.Reasoning, 0, Math.Max(0, counts.Output));
        FareLine[] all =
        [
            Tokens(FareComponent.Input, Math.Max(0, counts.Input) - cached - written, price.Input),
            Tokens(FareComponent.CachedInput, cached, price.CachedInput ?? price.Input),
            Tokens(FareComponent.CacheWrite, written, price.CacheWrite ?? price.Input),
            Tokens(FareComponent.Output, Math.Max(0, counts.Output) - reasoning, price.Output),
            Tokens(FareComponent.Reasoning, reasoning, price.Reasoning ?? price.Output),
            Pieces(FareComponent.Images, Math.Max(0, counts.Images), price.PerImage),
            Pieces(FareComponent.Request, 1, price.PerRequest),
        ];
        return [.. all.Where(line => line is { Count: > 0, Price.Value: > 0 })];
    }

    /// <summary>An amount in 1e-15 USD as an exact decimal, such as <c>0.0000125</c>.</summary>
    public static string Text(Int128 scaled)
    {
        var text = scaled.ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(16, '0');
        return $"{text[..^15]}.{text[^15..]}".TrimEnd('0').TrimEnd('.');
    }

    private static FareLine Tokens(FareComponent component, long count, NanoUsd price) =>
        new(component, count, price, PerMillion, (Int128)count * price.Value);

    private static FareLine Pieces(FareComponent component, long count, NanoUsd price) =>
        new(component, count, price, 1, (Int128)count * price.Value * PerMillion);
}
