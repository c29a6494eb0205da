namespace Farebox.Kernel.Credentials;

/// <summary>Digits <c>0-9A-Za-z</c>, in ASCII order so that fixed-width numbers sort as text.</summary>
public static class Base62
{
    /// <summary>All digits, by value.</summary>
    public const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>Writes <paramref name="value"/> into the whole of <paramref name="target"/>, zero-padded on the left.</summary>
    /// <exception cref="ArgumentException">The value does not fit.</exception>
    public static void Write(UInt128 value, Span<char> target)
    {
        for (var i = target.Length - 1; i >= 0; i--)
        {
            (value, var digit) = UInt128.DivRem(value, 62);
            target[i] = Digits[(int)digit];
        }

        if (value != 0) throw new ArgumentException("The value has more digits than the target.", nameof(target));
    }

    /// <summary>Whether every character is a digit.</summary>
    public static bool IsAll(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(DigitSet);

    private static readonly System.Buffers.SearchValues<char> DigitSet = System.Buffers.SearchValues.Create(Digits);
}
