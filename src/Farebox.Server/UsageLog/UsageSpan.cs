using System.Globalization;

namespace Farebox.Server.UsageLog;

/// <summary>
/// One page of buckets. They begin at multiples of their width in UTC; the first begins, and the last ends, where the range that was asked
/// for does.
/// </summary>
/// <param name="From">Unix seconds, inclusive: where this page begins.</param>
/// <param name="To">Unix seconds, exclusive: where this page ends.</param>
/// <param name="RangeEnd">Unix seconds, exclusive: where the last page ends.</param>
internal sealed record UsageSpan(long From, long To, long RangeEnd, long WidthSeconds)
{
    private const string Prefix = "page_";

    /// <summary>The cursor of the page behind this one. It holds the range's end, so that a range up to "now" does not grow while it is read.</summary>
    public string? NextPage => To < RangeEnd ? string.Create(CultureInfo.InvariantCulture, $"{Prefix}{To:x}_{RangeEnd:x}") : null;

    /// <summary>The page of up to <paramref name="limit"/> buckets from <paramref name="from"/> on.</summary>
    public static UsageSpan Of(long from, long rangeEnd, long widthSeconds, long limit) =>
        new(from, Math.Min(((from / widthSeconds) + limit) * widthSeconds, rangeEnd), rangeEnd, widthSeconds);

    /// <summary>Where a cursor points, or null when it is none.</summary>
    public static (long From, long RangeEnd)? ParseCursor(string cursor) =>
        cursor.StartsWith(Prefix, StringComparison.Ordinal) && cursor[Prefix.Length..].Split('_') is [{ Length: <= 9 } from, { Length: <= 9 } end]
        && long.TryParse(from, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var first)
        && long.TryParse(end, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var last) && first < last
            ? (first, last)
            : null;

    /// <summary>The page's buckets, in order.</summary>
    public IEnumerable<(long Start, long End)> Buckets()
    {
        for (var start = From; start < To;)
        {
            var end = Math.Min(((start / WidthSeconds) + 1) * WidthSeconds, To);
            yield return (start, end);
            start = end;
        }
    }
}
