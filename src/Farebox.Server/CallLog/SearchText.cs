using System.Text;
using System.Text.Json;

namespace Farebox.Server.CallLog;

/// <summary>
/// What the index holds of a payload, and how a query is put to it. Deleting a payload takes the same words out of the index again, so what
/// this makes of a stored payload must never change.
/// </summary>
internal static class SearchText
{
    private const int MaxWordLength = 64;

    /// <summary>Every string in two bodies; a body that is not JSON whole.</summary>
    public static string Of(string? request, string? answer)
    {
        var words = new StringBuilder();
        Add(request, words);
        Add(answer, words);
        return words.ToString();
    }

    /// <summary>
    /// An FTS5 query that finds payloads with all of these words; words in quotation marks have to follow one another. Null when there is
    /// no word in it.
    /// </summary>
    public static string? Query(string text)
    {
        var phrases = new List<string>();
        foreach (var (part, i) in text.Split('"').Select((part, i) => (part, i)))
        {
            foreach (var phrase in i % 2 == 1 ? [part] : part.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            {
                var words = new StringBuilder();
                AddWords(phrase, words);
                var clean = words.ToString().Trim();
                if (clean.Any(char.IsLetterOrDigit)) phrases.Add($"\"{clean}\"");
            }
        }

        return phrases.Count == 0 ? null : string.Join(' ', phrases);
    }

    private static void Add(string? body, StringBuilder words)
    {
        if (string.IsNullOrEmpty(body)) return;
        var start = words.Length;
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(body), new JsonReaderOptions { MaxDepth = 1000 });
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.String) AddWords(reader.GetString()!, words);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            words.Length = start;
            AddWords(body, words);
        }
    }

    // Chinese, Japanese and Korean are written without blanks: each character is a word, and words in a row are found as a phrase. What is
    // longer than any word is a picture or a vector.
    private static void AddWords(string text, StringBuilder words)
    {
        var run = 0;
        foreach (var c in text)
        {
            if (IsIdeograph(c))
            {
                words.Append(' ').Append(c).Append(' ');
                run = 0;
            }
            else if (!char.IsLetterOrDigit(c) && !char.IsSurrogate(c))
            {
                words.Append(' ');
                run = 0;
            }
            else if (++run <= MaxWordLength)
            {
                words.Append(c);
            }
        }

        words.Append('\n');
    }

    private static bool IsIdeograph(char c) => c is >= '\u2e80' and <= '\u9fff' or >= '\uac00' and <= '\ud7af' or >= '\uf900' and <= '\ufaff';
}
