namespace Farebox.Compare.Report;

/// <summary>The part of a document between two marker comments; what stands around it is people's.</summary>
public static class MarkedSection
{
    /// <summary>Returns <paramref name="document"/> with <paramref name="content"/> between the markers of <paramref name="bench"/>.</summary>
    /// <exception cref="InvalidOperationException">The document does not hold both markers, in order.</exception>
    public static string Replace(string document, string bench, string content)
    {
        var (first, last) = ($"<!-- {bench} writes from here -->", $"<!-- {bench} writes to here -->");
        var begin = document.IndexOf(first, StringComparison.Ordinal);
        var end = document.IndexOf(last, StringComparison.Ordinal);
        return begin >= 0 && end > begin
            ? $"{document[..begin]}{first}\n\n{content.Trim()}\n\n{document[end..]}"
            : throw new InvalidOperationException($"The document needs the lines {first} and {last}.");
    }
}
