using Farebox.Kernel.Money;

namespace Farebox.Kernel.Pricing;

/// <summary>The upper bound of a call's fare, set before the call: every token at the dearest price that it could have.</summary>
public static class Quote
{
    /// <summary>The quote; <see cref="NanoUsd.MaxValue"/>, which no balance covers, when it is more than an amount can hold.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public static NanoUsd Of(Price price, Multipliers multipliers, CallSize size)
    {
        ThrowIfNegative(size);
        if (multipliers.AreZero) return NanoUsd.Zero;
        try
        {
            var output = Fare.Term(size.OutputLimit, price.DearestOutput, Fare.PerToken);
            return Fare.Round(checked(WithoutOutput(price, size) + (output * size.Choices)), multipliers);
        }
        catch (OverflowException)
        {
            // A client may ask for any number of tokens: too many is a call that nobody can pay, not a fault of the server.
            return NanoUsd.MaxValue;
        }
    }

    /// <summary>
    /// The largest output limit, up to the one of <paramref name="size"/>, whose quote is within <paramref name="available"/>; 0 when there
    /// is none.
    /// </summary>
    public static long AffordableOutput(Price price, Multipliers multipliers, CallSize size, NanoUsd available)
    {
        if (Of(price, multipliers, size) <= available) return size.OutputLimit;
        if (available <= NanoUsd.Zero || Of(price, multipliers, size with { OutputLimit = 0 }) > available) return 0;

        // The quote of limit x is ceil((a + bx) * m / d), with b above 0 or the first line had returned. It is within c exactly when
        // a + bx <= c * d / m, and a whole number is below a fraction exactly when it is below its floor.
        var multiplier = (Int128)multipliers.ModelPartsPerMillion * multipliers.OrganizationPartsPerMillion;
        var most = Fare.Divisor * available.Value / multiplier;
        var perToken = checked(Fare.Term(size.Choices, price.DearestOutput, Fare.PerToken));
        return (long)Int128.Min(size.OutputLimit, (most - WithoutOutput(price, size)) / perToken);
    }

    private static Int128 WithoutOutput(Price price, CallSize size) => checked(
        Fare.Term(size.InputTokens, price.DearestInput, Fare.PerToken) + Fare.Pieces(price, size.Images, size.AudioMilliseconds));

    private static void ThrowIfNegative(CallSize size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size.BodyBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(size.PromptImages);
        ArgumentOutOfRangeException.ThrowIfNegative(size.Choices);
        ArgumentOutOfRangeException.ThrowIfNegative(size.OutputLimit);
        ArgumentOutOfRangeException.ThrowIfNegative(size.Images);
        ArgumentOutOfRangeException.ThrowIfNegative(size.AudioMilliseconds);
    }
}
