using System.Globalization;

namespace Farebox.Cli.Terminal;

/// <summary>
/// Text from elsewhere on its way to a terminal: escape sequences in it could rewrite the screen or the title, marks of direction show a text
/// that is not there.
/// </summary>
internal static class CleanText
{
    /// <summary>Without control characters and marks of direction; line ends and tabs stay.</summary>
    public static string Block(string text) =>
        text.Any(IsUnwantedInBlock) ? new string([.. text.Where(c => !IsUnwantedInBlock(c))]) : text;

    /// <summary>In one line.</summary>
    public static string Line(string text) =>
        text.Any(IsUnwanted) ? new string([.. text.Select(c => IsUnwanted(c) ? ' ' : c)]).Trim() : text;

    /// <summary>JSON that says the same without them: such characters can stand inside of its texts only, but for a line end's first half.</summary>
    public static string Json(string text) => text.Any(IsUnwantedInBlock)
        ? string.Concat(text.Select(c => c == '\r' ? " "
            : IsUnwantedInBlock(c) ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : c.ToString()))
        : text;

    private static bool IsUnwantedInBlock(char c) => IsUnwanted(c) && c is not ('\n' or '\t');

    private static bool IsUnwanted(char c) =>
        char.IsControl(c) || c is '\u061c' or '\u200e' or '\u200f' or (>= '\u2028' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
