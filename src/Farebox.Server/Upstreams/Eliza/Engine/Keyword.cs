using System.Collections.Immutable;

namespace Farebox.Server.Upstreams.Eliza.Engine;

/// <summary>A word that ELIZA notices.</summary>
/// <param name="Name">The word as people say it, in lower case.</param>
/// <param name="Rank">The higher, the sooner it is answered; 0 when the script says nothing.</param>
/// <param name="Swap">What stands in the clause instead of it; empty to leave it as it is.</param>
/// <param name="Rules">Tried in order.</param>
/// <param name="Link">The keyword whose rules follow when none of these fits, or null.</param>
internal sealed record Keyword(string Name, int Rank, ImmutableArray<Word> Swap, ImmutableArray<Rule> Rules, string? Link)
{
    /// <summary>Whether it can answer; a keyword that cannot is only swapped.</summary>
    public bool CanAnswer => Link is not null || !Rules.IsEmpty;
}
