using System.Globalization;

namespace Farebox.Server.Limits;

/// <summary>How OpenAI's headers spell durations: <c>17ms</c>, <c>1s</c>, <c>1m26.4s</c>, <c>6m0s</c>, <c>23h50m0s</c>.</summary>
internal static class DurationText
{
    public static string Of(long ms)
    {
        if (ms < 1000) return string.Create(CultureInfo.InvariantCulture, $"{ms}ms");
        var (hours, minutes) = (ms / 3_600_000, ms / 60_000 % 60);
        Span<char> seconds = stackalloc char[8];
        var written = Seconds(seconds, ms % 60_000);
        return hours > 0 ? string.Create(CultureInfo.InvariantCulture, $"{hours}h{minutes}m{seconds[..written]}s")
            : minutes > 0 ? string.Create(CultureInfo.InvariantCulture, $"{minutes}m{seconds[..written]}s")
            : string.Create(CultureInfo.InvariantCulture, $"{seconds[..written]}s");
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
