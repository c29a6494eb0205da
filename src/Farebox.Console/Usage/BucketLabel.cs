namespace Farebox.ConsolePages.Usage;

/// <summary>When a bucket begins, as short as it can be told.</summary>
internal static class BucketLabel
{
    public static string Of(PageContext page, string width, long start)
    {
        var time = DateTimeOffset.FromUnixTimeSeconds(start).UtcDateTime;
        var day = time.ToString(page.Culture.DateTimeFormat.MonthDayPattern.Replace("MMMM", "MMM", StringComparison.Ordinal), page.Culture);
        return width == "hour" ? $"{day} {time.ToString("HH:mm", page.Culture)}" : day;
    }
}
