using System.Globalization;
using System.Text;

namespace Farebox.Server.Platform;

/// <summary>
/// Text of a log line. Some of it comes from clients and providers: a line end in it would forge a line, an escape sequence rewrite the
/// terminal of whoever reads it, a mark of direction show it in another order.
/// </summary>
internal static class LogText
{
    /// <summary>In one line, with whatever moves the cursor or the reader's eye spelled out, such as <c>\u001b</c>.</summary>
    public static string Line(string text)
    {
        if (!text.AsSpan().ContainsAny(Unwanted)) return text;
        var line = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (Unwanted.Contains(c)) line.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else line.Append(c);
        }

        return line.ToString();
    }

    private static readonly System.Buffers.SearchValues<char> Unwanted = System.Buffers.SearchValues.Create(
        [.. Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code).Where(c => char.IsControl(c) || IsDirection(c))]);

    // Marks, embeddings, overrides and isolates of direction; the separators of lines and paragraphs.
    private static bool IsDirection(char c) =>
        c is '\u061c' or '\u200e' or '\u200f' or (>= '\u2028' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
