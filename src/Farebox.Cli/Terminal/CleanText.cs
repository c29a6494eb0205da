namespace Farebox.Cli.Terminal;

/// <summary>Text from elsewhere on its way to a terminal: escape sequences in it could rewrite the screen or the title.</summary>
internal static class CleanText
{
    /// <summary>Without control characters; line ends and tabs stay.</summary>
    public static string Block(string text) =>
        text.Any(IsUnwanted) ? new string([.. text.Where(c => !IsUnwanted(c))]) : text;

    /// <summary>In one line.</summary>
    public static string Line(string text) =>
        text.Any(char.IsControl) ? new string([.. text.Select(c => char.IsControl(c) ? ' ' : c)]).Trim() : text;

    private static bool IsUnwanted(char c) => char.IsControl(c) && c is not ('\n' or '\t');
}
