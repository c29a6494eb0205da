using System.Collections.Immutable;

namespace Farebox.Server.Upstreams.Eliza.Engine;

/// <summary>How a script remembers: what was said under one keyword comes back when nothing else can be answered.</summary>
/// <param name="Keyword">The keyword whose clauses are remembered when it leads.</param>
/// <param name="Every">A recollection comes only on turns divisible by this, as Weizenbaum's own counter had it.</param>
/// <param name="Rules">Make the recollection; each reaction is a <see cref="Reaction.Say"/>.</param>
internal sealed record Memory(string Keyword, int Every, ImmutableArray<Rule> Rules);
