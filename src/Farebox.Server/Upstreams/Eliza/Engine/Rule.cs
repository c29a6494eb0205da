using System.Collections.Immutable;

namespace Farebox.Server.Upstreams.Eliza.Engine;

/// <summary>A pattern and the reactions that take turns when it fits.</summary>
/// <param name="Number">Place among all rules of the script, from 0; a conversation counts turns by it.</param>
internal sealed record Rule(int Number, Pattern Pattern, ImmutableArray<Reaction> Reactions);
