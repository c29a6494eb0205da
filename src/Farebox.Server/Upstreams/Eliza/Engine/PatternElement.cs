using System.Collections.Frozen;

namespace Farebox.Server.Upstreams.Eliza.Engine;

/// <summary>One element of a pattern: one word out of a set, or any words, as many as its bounds allow.</summary>
/// <param name="Choices">Keys of the words that fit, or null when any word does.</param>
/// <param name="Least">Fewest words it takes.</param>
/// <param name="IsOpen">Whether it takes as many more as the rest of the pattern leaves.</param>
internal sealed record PatternElement(FrozenSet<string>? Choices, int Least, bool IsOpen)
{
    /// <summary>Whether the <see cref="Least"/> words that begin at <paramref name="at"/> fit.</summary>
    public bool Fits(ReadOnlySpan<Word> words, int at) =>
        at + Least <= words.Length && (Choices is null || Choices.Contains(words[at].Key));
}
