using System.Globalization;
using System.Text;

namespace Farebox.Server.Upstreams.Eliza;

/// <summary>
/// What counts as an LLM token for ELIZA: a word (letters, digits and the apostrophes inside), or any other character that
/// is not white space, each for itself. Letters of alphabets without upper and lower case, such as Chinese, count one each,
/// because such writing has no spaces to tell words by. White space is free. A token is never less than one byte of UTF-8.
/// </summary>
internal static class ElizaTokenizer
{
    /// <summary>LLM tokens in <paramref name="text"/>.</summary>
    public static int Count(ReadOnlySpan<char> text)
    {
        var count = 0;
        while (SkipToken(ref text)) count++;
        return count;
    }

    /// <summary>Characters that the first <paramref name="tokens"/> LLM tokens take; all of the text when it has no more.</summary>
    public static int LengthOf(ReadOnlySpan<char> text, int tokens)
    {
        var rest = text;
        for (var count = 0; count < tokens; count++)
        {
            if (!SkipToken(ref rest)) return text.Length;
        }

        return Count(rest) == 0 ? text.Length : text.Length - rest.Length;
    }

    /// <summary>Drops white space and one token from the front; false when no token was left.</summary>
    private static bool SkipToken(ref ReadOnlySpan<char> text)
    {
        text = text.TrimStart();
        if (text.IsEmpty) return false;
        var length = 0;
        while (length < text.Length)
        {
            Rune.DecodeFromUtf16(text[length..], out var rune, out var consumed);
            var isInner = length > 0 && (IsWordRune(rune) || IsApostropheInWord(text, length));
            if (length > 0 && !isInner) break;
            length += consumed;
            if (!IsWordRune(rune) && !isInner) break;
        }

        text = text[length..];
        return true;
    }

    private static bool IsApostropheInWord(ReadOnlySpan<char> text, int at)
    {
        if (text[at] is not ('\'' or '’')) return false;
        return Rune.DecodeFromUtf16(text[(at + 1)..], out var next, out _) == System.Buffers.OperationStatus.Done && IsWordRune(next);
    }

    private static bool IsWordRune(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.LowercaseLetter or UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter
        or UnicodeCategory.ModifierLetter or UnicodeCategory.DecimalDigitNumber
        or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
