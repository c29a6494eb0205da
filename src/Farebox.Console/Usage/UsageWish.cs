using System.Globalization;
using Farebox.Client.Usage;

namespace Farebox.ConsolePages.Usage;

/// <summary>Which usage the address asks for. Times are Unix seconds.</summary>
public sealed record UsageWish
{
    /// <summary>Spans up to now, and <see cref="Own"/>.</summary>
    public static IReadOnlyList<string> Spans { get; } = ["day", "week", "month", Own];

    /// <summary>What usage is divided by.</summary>
    public static IReadOnlyList<string> Divisions { get; } = ["model", "project", ByKey];

    /// <summary>Of which there can be many thousands.</summary>
    public const string ByKey = "api_key";

    /// <summary>How wide buckets can be.</summary>
    public static IReadOnlyList<string> Widths { get; } = ["day", "hour"];

    /// <summary>A span from a day to a day.</summary>
    public const string Own = "own";

    /// <summary>Parameters of the address that make up <see cref="Own"/>: two days, and those that the form came with.</summary>
    public static IReadOnlyList<string> Dates { get; } = ["from", "to", "was"];

    private const long Hour = 3600;
    private const long Day = 86_400;
    private const int MostDays = 366;
    private const int MostDaysByHour = 7;

    public required string Span { get; init; }
    public required string By { get; init; }
    public required long From { get; init; }
    public required long To { get; init; }

    /// <summary>Of a bucket: <c>hour</c> or <c>day</c>.</summary>
    public required string Width { get; init; }
    public string? Project { get; init; }
    public string? Key { get; init; }
    public string? Model { get; init; }

    /// <summary>Whether so few days are asked for that they can be shown by the hour.</summary>
    public bool CanBeHourly => To - From <= (MostDaysByHour * Day) + Hour;

    /// <summary>Reads it; what is missing or makes no sense is the usual.</summary>
    public static UsageWish Of(PageContext page, DateTimeOffset now)
    {
        var span = HasOwnDates(page) ? Own : Among(page, "span", Spans) ?? Spans[1];

        // Behind the second that runs: what ended in it counts.
        var end = now.ToUnixTimeSeconds() + 1;
        var (from, to) = span switch
        {
            "day" => ((end - Day) / Hour * Hour, end),
            "month" => ((end / Day * Day) - (30 * Day), end),
            Own when DayOf(page, "from") is { } first => (first, Math.Min((DayOf(page, "to") ?? end) + Day, first + (MostDays * Day))),
            _ => ((end / Day * Day) - (6 * Day), end),
        };
        to = Math.Max(to, from + Day);
        var wish = new UsageWish
        {
            Span = span, By = Among(page, "by", Divisions) ?? Divisions[0], From = from, To = to, Width = Widths[0],
            Project = Word(page, "project"), Key = Word(page, "key"), Model = Word(page, "model"),
        };
        return wish.CanBeHourly && (Word(page, "width") ?? (span == Spans[0] ? Widths[1] : Widths[0])) == Widths[1] ? wish with { Width = Widths[1] } : wish;
    }

    /// <summary>As a question to the API: in buckets, or in one.</summary>
    public UsageQuery ToQuery(bool isWhole, params string[] groupBy) => new()
    {
        StartTime = From, EndTime = To, BucketWidth = isWhole ? "all" : Width == Widths[1] ? "1h" : "1d", GroupBy = groupBy,
        Limit = isWhole ? null : MostDays,
        ProjectIds = Project is null ? null : [Project], ApiKeyIds = Key is null ? null : [Key], Models = Model is null ? null : [Model],
    };

    /// <summary>What the API calls the division; keys with the project that has their name.</summary>
    public string[] GroupBy => By switch
    {
        "project" => ["project_id"],
        ByKey => ["project_id", "api_key_id"],
        _ => ["model"],
    };

    /// <summary>A day of the span, as a browser's field for dates wants it.</summary>
    public static string DayText(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Both days of a span, as the form keeps them to tell whether others were chosen.</summary>
    public static string DatesText(string? from, string? to) => $"{from}_{to}";

    // The form's dates are always filled in: they count when they are others than it came with, whatever span it says. Without a form, when no span is said.
    private static bool HasOwnDates(PageContext page) => DayOf(page, "from") is not null
        && (Word(page, "was") is { } was ? was != DatesText(Word(page, "from"), Word(page, "to")) : Word(page, "span") is null);

    private static string? Word(PageContext page, string name) => page.Request.Query[name].ToString().Trim() is { Length: > 0 } word ? word : null;

    private static string? Among(PageContext page, string name, IReadOnlyList<string> words) => words.FirstOrDefault(word => word == Word(page, name));

    private static long? DayOf(PageContext page, string name) =>
        DateTimeOffset.TryParseExact(Word(page, name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day)
            ? Math.Max(0, day.ToUnixTimeSeconds())
            : null;
}
