using Farebox.Server.Platform;

namespace Farebox.Server.UsageLog;

/// <summary>A width that buckets can have.</summary>
/// <param name="Word">Its name on the wire, such as <c>1d</c>.</param>
/// <param name="DefaultLimit">Buckets on a page, unless another number is asked for.</param>
internal readonly record struct BucketWidth(string Word, long Seconds, int DefaultLimit, int MaxLimit);

/// <summary>Reads which page of buckets is asked for: the parameters that OpenAI's usage and costs have in common.</summary>
internal static class SpanRequest
{
    private const string Day = "1d";

    /// <summary>What it reads.</summary>
    public static readonly string[] Parameters = ["start_time", "end_time", "bucket_width", "limit", "page"];

    /// <summary>The page; null, with <see cref="QueryText.Error"/> set, when something is wrong.</summary>
    /// <param name="widths">Those that may be asked for, a day among them.</param>
    public static UsageSpan? Read(QueryText query, BucketWidth[] widths, long nowSeconds)
    {
        if (query.Text("start_time") is null) query.Miss("start_time");
        var width = Array.Find(widths, row => row.Word == (query.Text("bucket_width") ?? Day));
        if (width.Word is null) query.Fail("bucket_width", $"'bucket_width' must be one of {string.Join(", ", widths.Select(row => row.Word))}.");
        var limit = query.Number("limit", 1, width.MaxLimit) ?? width.DefaultLimit;
        var from = query.Seconds("start_time") ?? 0;
        var to = query.Seconds("end_time") ?? Math.Max(nowSeconds, from);
        if (query.Text("end_time") is not null && to <= from) query.Fail("end_time", "'end_time' must be after 'start_time'.");
        (from, to) = Continue(query, from, to, width.Seconds);
        return query.Error is null ? UsageSpan.Of(from, to, width.Seconds, limit) : null;
    }

    /// <summary>What to group by, of some words.</summary>
    public static IReadOnlyList<string> ReadGrouping(QueryText query, string[] all)
    {
        var groupBy = query.List("group_by");
        foreach (var group in groupBy.Except(all)) query.Fail("group_by", $"'group_by' must be any of {string.Join(", ", all)}: '{group}' is not.");
        return groupBy;
    }

    /// <summary>400 for an answer that would be too long.</summary>
    public static ApiError TooManyRows() => ApiErrors.Invalid(
        "limit", $"The answer would hold more than {UsageQueryStore.MaxUsageRows} results. Ask for fewer buckets or groups at a time.");

    /// <summary>Goes on where the page before ended.</summary>
    private static (long From, long To) Continue(QueryText query, long from, long to, long widthSeconds)
    {
        if (query.Text("page") is not { } page) return (from, to);
        if (UsageSpan.ParseCursor(page) is { } cursor && cursor.From > from && (widthSeconds == 0 || cursor.From % widthSeconds == 0)) return cursor;
        query.Fail("page", "'page' must be the 'next_page' of the same query.");
        return (from, to);
    }
}
