namespace Farebox.Kernel.Redaction;

/// <summary>
/// Finds payment card numbers: 13 to 19 digits that begin as cards do and whose check digit (Luhn, ISO/IEC 7812) is right, in one run or in
/// groups of two and more digits with a blank or a hyphen between them.
/// </summary>
internal static class CardNumbers
{
    private const int MinDigits = 13;
    private const int MaxDigits = 19;
    private const string Label = "[card]";

    public static void AddFinds(string text, List<Find> finds)
    {
        var groups = new List<Find>();
        for (var at = text.AsSpan().IndexOfAnyInRange('0', '9'); at >= 0 && at < text.Length;)
        {
            var end = at;
            while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
            if (groups.Count > 0 && !(at == groups[^1].End + 1 && IsSeparator(text[at - 1]))) Close(text, groups, finds);
            if (IsApart(text, at, end)) groups.Add(new Find(at, end, Label));
            else Close(text, groups, finds);
            var next = text.AsSpan(end).IndexOfAnyInRange('0', '9');
            at = next < 0 ? text.Length : end + next;
        }

        Close(text, groups, finds);
    }

    // Every span of neighbouring groups is tried: other numbers may stand before and behind a card's.
    private static void Close(string text, List<Find> groups, List<Find> finds)
    {
        for (var first = 0; first < groups.Count; first++)
        {
            var digits = 0;
            for (var last = first; last < groups.Count; last++)
            {
                digits += groups[last].End - groups[last].Start;
                if (digits > MaxDigits || (last > first && groups[last].End - groups[last].Start < 2)) break;
                if (digits < MinDigits || !IsCard(text.AsSpan(groups[first].Start, groups[last].End - groups[first].Start))) continue;
                finds.Add(new Find(groups[first].Start, groups[last].End, Label));
            }
        }

        groups.Clear();
    }

    private static bool IsSeparator(char c) => c is ' ' or '-' or '\u00a0';

    // Neither part of a word or an id, nor the fraction of a number.
    private static bool IsApart(string text, int start, int end) =>
        (start == 0 || !(char.IsAsciiLetter(text[start - 1]) || text[start - 1] == '_'))
        && !(start > 1 && text[start - 1] == '.' && char.IsAsciiDigit(text[start - 2]))
        && (end == text.Length || !(char.IsAsciiLetter(text[end]) || text[end] == '_'));

    private static bool IsCard(ReadOnlySpan<char> text)
    {
        if (text[0] is < '2' or > '6') return false;
        var sum = 0;
        var twice = false;
        for (var i = text.Length - 1; i >= 0; i--)
        {
            if (!char.IsAsciiDigit(text[i])) continue;
            var digit = text[i] - '0';
            if (twice) digit = digit > 4 ? (digit * 2) - 9 : digit * 2;
            sum += digit;
            twice = !twice;
        }

        return sum % 10 == 0;
    }
}
