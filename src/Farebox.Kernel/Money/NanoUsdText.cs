namespace Farebox.Kernel.Money;

/// <summary>How amounts are spelt: in USD, the same in every culture.</summary>
internal static class NanoUsdText
{
    /// <summary>Of a minus, ten digits, a point and nine digits.</summary>
    public const int MaxLength = 21;

    private const int Decimals = 9;

    /// <summary>Writes the shortest exact spelling and returns its length.</summary>
    public static int Format(NanoUsd amount, Span<char> text)
    {
        var at = 0;
        if (amount.Value < 0) text[at++] = '-';

        // Not Math.Abs: the smallest long has no counterpart.
        var magnitude = amount.Value < 0 ? (ulong)(-(amount.Value + 1)) + 1 : (ulong)amount.Value;
        var (whole, fraction) = Math.DivRem(magnitude, (ulong)NanoUsd.PerUsd);
        whole.TryFormat(text[at..], out var digits, default, System.Globalization.CultureInfo.InvariantCulture);
        at += digits;
        if (fraction == 0) return at;

        text[at++] = '.';
        for (var i = Decimals - 1; i >= 0; i--)
        {
            text[at + i] = (char)('0' + (fraction % 10));
            fraction /= 10;
        }

        at += Decimals;
        while (text[at - 1] == '0') at--;
        return at;
    }

    /// <summary>See <see cref="NanoUsd.TryParse"/>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out NanoUsd amount)
    {
        amount = default;
        var negative = text is ['-', ..];
        if (negative) text = text[1..];
        var point = text.IndexOf('.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? default : text[(point + 1)..];
        if (whole.IsEmpty || fraction.Length > Decimals || (point >= 0 && fraction.IsEmpty)) return false;
        if (whole.ContainsAnyExceptInRange('0', '9') || fraction.ContainsAnyExceptInRange('0', '9')) return false;

        // Ten digits and nine: far within 128 bits.
        whole = whole.TrimStart('0');
        if (whole.Length > MaxLength - Decimals - 2) return false;
        Int128 value = 0;
        foreach (var digit in whole) value = (value * 10) + (digit - '0');
        for (var i = 0; i < Decimals; i++) value = (value * 10) + (i < fraction.Length ? fraction[i] - '0' : 0);
        if (negative) value = -value;
        if (value > long.MaxValue || value < long.MinValue) return false;
        amount = new NanoUsd((long)value);
        return true;
    }
}
