using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Farebox.Cli.Terminal;

namespace Farebox.Cli.Verbs;

/// <summary>Reads values as people write them.</summary>
internal static class Input
{
    /// <summary>Values given by commas, spaces or repetition; null when the option was not given.</summary>
    public static IReadOnlyList<string>? List(string[]? values) => values is null or []
        ? null
        : [.. values.SelectMany(value => value.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries))];

    /// <summary>An option that takes a list.</summary>
    public static Option<string[]> ListOption(string name, string helpName, string description) =>
        new(name) { Description = description + " Separate several by commas.", HelpName = helpName };

    /// <summary>An option that takes a duration and gives seconds.</summary>
    public static Option<long?> SecondsOption(string name, string description) =>
        new(name) { Description = description, HelpName = "duration", CustomParser = ParseSeconds };

    /// <summary><c>90</c> or <c>90s</c>, <c>15m</c>, <c>12h</c>, <c>30d</c>.</summary>
    public static bool TrySeconds(string text, out long seconds)
    {
        var unit = text.Length == 0 ? 0 : text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3_600, 'd' => 86_400, _ => 0 };
        var digits = unit == 0 ? text : text[..^1];
        // Ten digits of days stay inside 64 bits.
        if (digits.Length <= 10 && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out seconds))
        {
            seconds *= Math.Max(1, unit);
            return true;
        }
        seconds = 0;
        return false;
    }

    /// <summary>A moment: Unix seconds, a date or time (UTC unless it says otherwise), or a duration back from now.</summary>
    public static long Moment(string text, string option, TimeProvider clock)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var unixSeconds))
            return unixSeconds;
        if (TrySeconds(text, out var seconds))
            return clock.GetUtcNow().ToUnixTimeSeconds() - seconds;
        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment.ToUnixTimeSeconds()
            : throw new UsageException($"{option} is a time such as 2026-01-31, 2026-01-31T12:00Z, Unix seconds, or 24h for 24 hours ago.");
    }

    private static long? ParseSeconds(ArgumentResult result)
    {
        var text = result.Tokens.Count == 0 ? "" : result.Tokens[0].Value;
        if (TrySeconds(text, out var seconds))
            return seconds;
        result.AddError($"\"{text}\" is not a duration: write seconds, or 15m, 12h, 30d.");
        return null;
    }
}
