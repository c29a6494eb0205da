using Farebox.Kernel.Money;

namespace Farebox.Kernel.Pricing;

/// <summary>
/// The price of a call, and the only place that divides and rounds: everything is summed in 128 bits, divided once, and rounded up once to
/// a whole nano-USD. It throws exactly when the fare is more than a <see cref="NanoUsd"/> holds
/// (9.2 billion USD): all terms and factors are whole and above zero, so no step is larger than the end.
/// </summary>
public static class Fare
{
    // Prices are per million tokens, per 60 000 milliseconds and per piece: 3 million is the least number that all of these divide.
    internal const long PerToken = 3;
    internal const long PerMillisecond = 50;
    internal const long PerPiece = 3_000_000;

    /// <summary>What the sum is divided by in the end: the scale above, and each multiplier's million.</summary>
    internal static readonly Int128 Divisor = (Int128)PerPiece * Multipliers.One * Multipliers.One;

    /// <summary>
    /// The fare of a call that used this much. A part larger than its whole counts as the whole (more cached tokens than input, more
    /// reasoning than output), a negative count as none.
    /// </summary>
    /// <exception cref="OverflowException">It is more than 9.2 billion USD.</exception>
    public static NanoUsd Of(Price price, Multipliers multipliers, CallCounts counts)
    {
        if (multipliers.AreZero) return NanoUsd.Zero;
        var cached = Part(counts.CachedInput, counts.Input);
        var written = Part(counts.CacheWrite, counts.Input - cached);
        var plain = Math.Max(0, counts.Input) - cached - written;
        var reasoning = Part(counts.Reasoning, counts.Output);
        var answer = Math.Max(0, counts.Output) - reasoning;

        var sum = Term(plain, price.Input, PerToken)
            + Term(cached, price.CachedInput ?? price.Input, PerToken)
            + Term(written, price.CacheWrite ?? price.Input, PerToken)
            + Term(answer, price.Output, PerToken)
            + Term(reasoning, price.Reasoning ?? price.Output, PerToken);
        return Round(sum + Pieces(price, Math.Max(0, counts.Images), Math.Max(0, counts.AudioMilliseconds)), multipliers);
    }

    /// <summary>The scaled terms of what is not counted in tokens.</summary>
    internal static Int128 Pieces(Price price, long images, long audioMilliseconds) =>
        Term(images, price.PerImage, PerPiece)
        + Term(audioMilliseconds, price.PerAudioMinute, PerMillisecond)
        + Term(1, price.PerRequest, PerPiece);

    /// <summary>A count times its price, scaled.</summary>
    internal static Int128 Term(long count, NanoUsd price, long scale) => checked((Int128)count * price.Value * scale);

    /// <summary>The one division, the one rounding: up, so that what costs anything costs at least the smallest unit.</summary>
    internal static NanoUsd Round(Int128 sum, Multipliers multipliers)
    {
        var (quotient, remainder) =
            Int128.DivRem(checked(sum * multipliers.ModelPartsPerMillion * multipliers.OrganizationPartsPerMillion), Divisor);
        return new NanoUsd(checked((long)(remainder == 0 ? quotient : quotient + 1)));
    }

    private static long Part(long part, long whole) => Math.Clamp(part, 0, Math.Max(0, whole));
}
