using System.Text;
using System.Text.RegularExpressions;

namespace Farebox.Kernel.Redaction;

/// <summary>
/// Replaces secrets and personal data in a text by what they were: <c>[api_key]</c>, <c>[email]</c>. Every pattern looks at the text as it
/// came, and where finds overlap all of them go, so that no pattern hides a part of a find from another. Takes time in proportion to the
/// text, whatever the text is.
/// </summary>
public sealed class Redactor
{
    /// <summary>What stands for a find of an own pattern.</summary>
    public const string OwnLabel = "[redacted]";

    private readonly Regex[] _own;

    internal Redactor(Regex[] own) => _own = own;

    /// <summary>With the patterns that come with Farebox and none besides.</summary>
    public static Redactor Standard { get; } = new([]);

    /// <summary>The text without its secrets; the same object when there are none.</summary>
    public string Redact(string text)
    {
        var finds = new List<Find>();
        SecretPatterns.AddFinds(text, finds);
        CardNumbers.AddFinds(text, finds);
        foreach (var pattern in _own)
        {
            foreach (var match in pattern.EnumerateMatches(text))
            {
                if (match.Length > 0) finds.Add(new Find(match.Index, match.Index + match.Length, OwnLabel));
            }
        }

        return finds.Count == 0 ? text : Replace(text, finds);
    }

    private static string Replace(string text, List<Find> finds)
    {
        // Of those that begin together the longest names the whole.
        finds.Sort(static (a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : b.End.CompareTo(a.End));
        var result = new StringBuilder(text.Length);
        var at = 0;
        for (var i = 0; i < finds.Count;)
        {
            var (start, end, label) = finds[i];
            for (i++; i < finds.Count && finds[i].Start < end; i++) end = Math.Max(end, finds[i].End);
            result.Append(text, at, start - at).Append(label);
            at = end;
        }

        return result.Append(text, at, text.Length - at).ToString();
    }
}

/// <summary>Where in a text something was found.</summary>
/// <param name="Start">Index of its first character.</param>
/// <param name="End">Index behind its last.</param>
/// <param name="Label">What stands for it afterwards.</param>
internal readonly record struct Find(int Start, int End, string Label);
