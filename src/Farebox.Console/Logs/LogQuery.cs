using System.Globalization;
using Farebox.Client.Usage;

namespace Farebox.ConsolePages.Logs;

/// <summary>Which calls the address asks for. What makes no sense the API refuses, in its own words.</summary>
internal static class LogQuery
{
    /// <summary>Rows on a page.</summary>
    public const int Rows = 50;

    /// <summary>How calls end.</summary>
    public static IReadOnlyList<string> Outcomes { get; } =
        ["completed", "refused", "upstream_refused", "upstream_failed", "client_closed", "interrupted", "failed"];

    /// <summary>Names of the fields that narrow.</summary>
    public static IReadOnlyList<string> Fields { get; } = ["from", "to", "project", "key", "model", "outcome", "status", "text", "id"];

    /// <summary>With its page.</summary>
    public static LogFilter Of(PageContext page) => new()
    {
        Limit = Rows, After = Word(page, "after"), Before = Word(page, "before"), Text = Word(page, "text"),
        StartTime = Seconds(page, "from"), EndTime = Seconds(page, "to"), ProjectId = Word(page, "project"), KeyId = Word(page, "key"),
        Model = Word(page, "model"), Outcome = Word(page, "outcome"),
        Status = int.TryParse(Word(page, "status"), NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : null,
    };

    /// <summary>Whether the newest calls are shown, so that the next ones can be put on top.</summary>
    public static bool CanFollow(PageContext page) => Narrowed(page, "after", "before", "text", "id", "to") == 0;

    /// <summary>How many fields narrow.</summary>
    public static int Narrowed(PageContext page, params IReadOnlyList<string> fields) => fields.Count(field => Word(page, field) is not null);

    /// <summary>The fields as they came, as the query of another address; with one thing more.</summary>
    public static string AddressOf(PageContext page, params (string Name, string? Value)[] more) => string.Concat(
        Fields.Select(field => (Name: field, Value: Word(page, field))).Concat(more).Where(pair => pair.Value is not null)
            .Select((pair, at) => $"{(at == 0 ? '?' : '&')}{pair.Name}={Uri.EscapeDataString(pair.Value!)}"));

    /// <summary>A field; null when it is empty.</summary>
    public static string? Word(PageContext page, string name) =>
        page.Request.Query[name].ToString().Trim() is { Length: > 0 } word ? word : null;

    // As a browser's field for date and time sends them; in UTC.
    private static long? Seconds(PageContext page, string name) =>
        DateTimeOffset.TryParse(Word(page, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment.ToUnixTimeSeconds()
            : null;
}
