namespace Farebox.Kernel.Money;

/// <summary>
/// An amount of money in units of 1e-9 USD, up to 9.2 billion USD either way. Arithmetic is checked: it throws rather than wraps.
/// <see cref="NanoUsdText"/> holds its spelling.
/// </summary>
public readonly record struct NanoUsd(long Value) : IComparable<NanoUsd>, ISpanFormattable, IUtf8SpanFormattable
{
    /// <summary>How many make one USD.</summary>
    public const long PerUsd = 1_000_000_000;

    public static NanoUsd Zero => default;

    /// <summary>More than any balance.</summary>
    public static NanoUsd MaxValue => new(long.MaxValue);

    public static NanoUsd operator +(NanoUsd left, NanoUsd right) => new(checked(left.Value + right.Value));

    public static NanoUsd operator -(NanoUsd left, NanoUsd right) => new(checked(left.Value - right.Value));

    public static NanoUsd operator -(NanoUsd amount) => new(checked(-amount.Value));

    public static bool operator <(NanoUsd left, NanoUsd right) => left.Value < right.Value;

    public static bool operator >(NanoUsd left, NanoUsd right) => left.Value > right.Value;

    public static bool operator <=(NanoUsd left, NanoUsd right) => left.Value <= right.Value;

    public static bool operator >=(NanoUsd left, NanoUsd right) => left.Value >= right.Value;

    public static NanoUsd Min(NanoUsd left, NanoUsd right) => left <= right ? left : right;

    public static NanoUsd Max(NanoUsd left, NanoUsd right) => left >= right ? left : right;

    /// <summary>So many whole USD.</summary>
    /// <exception cref="OverflowException">More than 9.2 billion.</exception>
    public static NanoUsd FromUsd(long usd) => new(checked(usd * PerUsd));

    /// <summary>Reads an amount in USD such as <c>0.50</c>, exactly.</summary>
    /// <exception cref="FormatException">It is not one; see <see cref="TryParse"/>.</exception>
    public static NanoUsd Parse(ReadOnlySpan<char> usd) =>
        TryParse(usd, out var amount) ? amount : throw new FormatException($"'{usd}' is not an amount in USD with up to 9 decimals.");

    /// <summary>
    /// Reads an optional minus, digits, and optionally a point and 1 to 9 digits; nothing else: no exponent, no blanks, no separators.
    /// False when it is not that, or more than 9.2 billion USD.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> usd, out NanoUsd amount) => NanoUsdText.TryParse(usd, out amount);

    public int CompareTo(NanoUsd other) => Value.CompareTo(other.Value);

    /// <summary>In USD, without needless digits: <c>0.00123</c>, <c>5</c>, <c>-0.5</c>. Also a JSON number, digit by digit.</summary>
    public override string ToString()
    {
        Span<char> text = stackalloc char[NanoUsdText.MaxLength];
        return new string(text[..NanoUsdText.Format(this, text)]);
    }

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        Span<char> text = stackalloc char[NanoUsdText.MaxLength];
        text = text[..NanoUsdText.Format(this, text)];
        charsWritten = text.TryCopyTo(destination) ? text.Length : 0;
        return charsWritten > 0;
    }

    /// <inheritdoc/>
    public bool TryFormat(Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        Span<char> text = stackalloc char[NanoUsdText.MaxLength];
        var length = NanoUsdText.Format(this, text);
        bytesWritten = length <= utf8Destination.Length ? length : 0;
        for (var i = 0; i < bytesWritten; i++) utf8Destination[i] = (byte)text[i];
        return bytesWritten > 0;
    }

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString();
}
