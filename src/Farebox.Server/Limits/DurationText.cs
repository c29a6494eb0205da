using System.Globalization;

namespace Farebox.Server.Limits;

/// <summary>How OpenAI's headers spell durations: <c>17ms</c>, <c>1s</c>, <c>1m26.4s</c>, <c>6m0s</c>, <c>23h50m0s</c>.</summary>
internal static class DurationText
{
    public static string Of(long ms)
    {
        // Room for the longest number of milliseconds there is.
        Span<char> text = stackalloc char[32];
        var length = 0;
        if (ms < 1000)
        {
            Add(text, ref length, ms, "ms");
        }
        else
        {
            var (hours, minutes) = (ms / 3_600_000, ms / 60_000 % 60);
            if (hours > 0) Add(text, ref length, hours, "h");
            if (ms >= 60_000) Add(text, ref length, minutes, "m");
            length += Seconds(text[length..], ms % 60_000);
            text[length++] = 's';
        }

        return new string(text[..length]);
    }

    private static void Add(Span<char> text, ref int length, long number, string unit)
    {
        number.TryFormat(text[length..], out var digits, default, CultureInfo.InvariantCulture);
        unit.CopyTo(text[(length + digits)..]);
        length += digits + unit.Length;
    }

    // Without zeros behind the point.
    private static int Seconds(Span<char> text, long ms)
    {
        (ms / 1000).TryFormat(text, out var written, default, CultureInfo.InvariantCulture);
        var fraction = ms % 1000;
        if (fraction == 0) return written;
        text[written++] = '.';
        for (var unit = 100; fraction > 0; unit /= 10)
        {
            text[written++] = (char)('0' + (fraction / unit));
            fraction %= unit;
        }

        return written;
    }
}
