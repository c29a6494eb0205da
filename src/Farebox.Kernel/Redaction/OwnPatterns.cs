using System.Globalization;
using System.Text.RegularExpressions;

namespace Farebox.Kernel.Redaction;

/// <summary>
/// Patterns that people add: regular expressions in .NET's syntax without what needs backtracking (lookarounds, backreferences, atomic
/// groups), so that none of them can take long.
/// </summary>
public static partial class OwnPatterns
{
    /// <summary>Patterns of one owner, at most.</summary>
    public const int MaxCount = 20;

    /// <summary>Characters of one pattern, at most.</summary>
    public const int MaxLength = 500;

    // Counted repetitions are laid out: two of a thousand, one inside the other, are a million states.
    private const int MaxRepetitions = 1000;

    /// <summary>A redactor with these patterns besides its own, or what is wrong with which of them.</summary>
    public static (Redactor? Redactor, int FaultyAt, string? Error) Compile(IReadOnlyList<string> patterns)
    {
        if (patterns.Count == 0) return (Redactor.Standard, 0, null);
        var compiled = new Regex[patterns.Count];
        for (var i = 0; i < patterns.Count; i++)
        {
            var (regex, error) = Compile(patterns[i]);
            if (regex is null) return (null, i, error);
            compiled[i] = regex;
        }

        return (new Redactor(compiled), 0, null);
    }

    private static (Regex? Regex, string? Error) Compile(string pattern)
    {
        if (pattern.Length is 0 or > MaxLength) return (null, $"it must have 1 to {MaxLength} characters");
        var repetitions = 1L;
        foreach (Match match in Repetition().Matches(pattern))
        {
            var count = match.Groups[2].Success ? match.Groups[2].Value : match.Groups[1].Value;
            repetitions *= Math.Max(1, int.Parse(count, CultureInfo.InvariantCulture));
            if (repetitions > MaxRepetitions) return (null, $"its counted repetitions multiply to more than {MaxRepetitions}");
        }

        try
        {
            var regex = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return regex.IsMatch("") ? (null, "it matches an empty text") : (regex, null);
        }
        catch (RegexParseException e)
        {
            return (null, $"it is not a regular expression: {e.Error} at character {e.Offset}");
        }
        catch (NotSupportedException)
        {
            return (null, "it has lookarounds, backreferences or atomic groups, which can take too long");
        }
    }

    [GeneratedRegex(@"\{([0-9]{1,6})(?:,([0-9]{1,6})?)?\}", RegexOptions.CultureInvariant)]
    private static partial Regex Repetition();
}
