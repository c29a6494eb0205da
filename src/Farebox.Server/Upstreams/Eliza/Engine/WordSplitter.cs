using System.Globalization;

namespace Farebox.Server.Upstreams.Eliza.Engine;

/// <summary>Cuts text into words and pauses. Other marks (quotes, brackets, emoji) carry no meaning for ELIZA and are dropped.</summary>
internal static class WordSplitter
{
    /// <summary>The words of <paramref name="text"/> in order, with a <see cref="Word.Pause"/> for each mark that ends a clause.</summary>
    public static List<Word> Split(ReadOnlySpan<char> text)
    {
        var words = new List<Word>();
        var isShouted = IsShouted(text);
        var opensSentence = true;
        for (var at = 0; at < text.Length;)
        {
            var end = EndOfWord(text, at);
            if (end > at)
            {
                words.Add(Word.Of(Spell(text[at..end], isShouted, opensSentence)));
                opensSentence = false;
                at = end;
                continue;
            }

            if (IsPause(text[at])) words.Add(Word.Pause);
            opensSentence |= text[at] is '.' or '!' or '?' or '\n';
            at++;
        }

        return words;
    }

    /// <summary>Apostrophes, hyphens, and the dots of numbers and addresses belong to a word, but only inside it.</summary>
    private static int EndOfWord(ReadOnlySpan<char> text, int start)
    {
        var at = start;
        while (at < text.Length)
        {
            if (IsWordCharacter(text[at])) at++;
            else if (at > start && at + 1 < text.Length && IsJoint(text[at]) && IsWordCharacter(text[at + 1])) at += 2;
            else break;
        }

        return at;
    }

    // A capital that only opens a sentence would stand out when the word comes back in the middle of an answer.
    private static string Spell(ReadOnlySpan<char> word, bool isShouted, bool opensSentence)
    {
        var spelling = word.ToString().Replace('’', '\'');
        if (isShouted) return spelling.ToLowerInvariant();
        if (!opensSentence || spelling.AsSpan(1).ContainsAnyInRange('A', 'Z')) return spelling;
        return char.ToLowerInvariant(spelling[0]) + spelling[1..];
    }

    private static bool IsShouted(ReadOnlySpan<char> text)
    {
        var letters = 0;
        foreach (var character in text)
        {
            if (char.IsLower(character)) return false;
            if (char.IsUpper(character)) letters++;
        }

        return letters > 1;
    }

    private static bool IsWordCharacter(char character) =>
        char.IsLetterOrDigit(character)
        || char.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsJoint(char character) => character is '\'' or '’' or '-' or '.' or '@' or '_' or '/';

    private static bool IsPause(char character) =>
        character is '.' or ',' or ';' or ':' or '!' or '?' or '\n' or '—' or '。' or '，' or '！' or '？';
}
