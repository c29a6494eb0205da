using System.Collections.Immutable;

namespace Farebox.Server.Upstreams.Eliza.Engine;

/// <summary>
/// Weizenbaum's decomposition template: takes a whole clause apart, or does not fit it. Each open element takes as few
/// words as it can, so <c>* you *</c> divides at the first "you".
/// </summary>
internal sealed class Pattern(ImmutableArray<PatternElement> elements)
{
    /// <summary>Elements that a pattern has at most.</summary>
    public const int MaxLength = 16;

    /// <summary>Elements it has; a phrase may speak of parts 1 to this.</summary>
    public int Length => elements.Length;

    /// <summary>Fits the pattern to all of <paramref name="words"/>.</summary>
    /// <param name="parts">Receives, for each element, the words it took. At least <see cref="Length"/> long.</param>
    /// <remarks>
    /// Going back to the nearest open element is enough: giving an earlier one more words only leaves fewer for the rest.
    /// So the work is at most words times elements, and no input makes it explode.
    /// </remarks>
    public bool TryFit(ReadOnlySpan<Word> words, Span<Range> parts)
    {
        var (element, at) = (0, 0);
        var (open, openStart, openEnd) = (-1, 0, 0);
        while (true)
        {
            if (element < elements.Length && elements[element].Fits(words, at))
            {
                var isOpen = elements[element].IsOpen;
                var end = isOpen && element == elements.Length - 1 ? words.Length : at + elements[element].Least;
                parts[element] = at..end;
                if (isOpen) (open, openStart, openEnd) = (element, at, end);
                (element, at) = (element + 1, end);
                continue;
            }

            if (element == elements.Length && at == words.Length) return true;
            if (open < 0 || openEnd == words.Length) return false;

            openEnd++;
            parts[open] = openStart..openEnd;
            (element, at) = (open + 1, openEnd);
        }
    }
}
