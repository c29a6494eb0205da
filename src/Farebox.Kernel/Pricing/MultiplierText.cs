using Farebox.Kernel.Money;

namespace Farebox.Kernel.Pricing;

/// <summary>How multipliers are spelt: decimals such as <c>1.25</c>, exactly, with up to six places.</summary>
public static class MultiplierText
{
    // A multiplier is read and written as an amount is, and has three places less.
    private const long NanosPerPart = NanoUsd.PerUsd / Multipliers.One;

    /// <summary>Reads one; false when it is not a decimal of zero or more with at most six places.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out long partsPerMillion)
    {
        var isRead = NanoUsd.TryParse(text, out var amount) && amount >= NanoUsd.Zero && amount.Value % NanosPerPart == 0;
        partsPerMillion = isRead ? amount.Value / NanosPerPart : 0;
        return isRead;
    }

    /// <summary>The shortest exact spelling.</summary>
    /// <exception cref="OverflowException">It is more than 9.2 billion.</exception>
    public static string Format(long partsPerMillion) => new NanoUsd(checked(partsPerMillion * NanosPerPart)).ToString();
}
