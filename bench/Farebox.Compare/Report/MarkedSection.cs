namespace Farebox.Compare.Report;

/// <summary>The part of a document between two marker comments; what stands around it is people's.</summary>
public static class MarkedSection
{
    private const string Begin = "<!-- bench/compare writes from here -->";
    private const string End = "<!-- bench/compare writes to here -->";

    /// <summary>Returns <paramref name="document"/> with <paramref name="content"/> between its markers.</summary>
    /// <exception cref="InvalidOperationException">The document does not hold both markers, in order.</exception>
    public static string Replace(string document, string content)
    {
        var begin = document.IndexOf(Begin, StringComparison.Ordinal);
        var end = document.IndexOf(End, StringComparison.Ordinal);
        return begin >= 0 && end > begin
            ? $"{document[..begin]}{Begin}\n\n{content.Trim()}\n\n{document[end..]}"
            : throw new InvalidOperationException($"The document needs the lines {Begin} and {End}.");
    }
}
