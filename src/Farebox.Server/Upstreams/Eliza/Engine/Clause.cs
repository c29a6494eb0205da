namespace Farebox.Server.Upstreams.Eliza.Engine;

/// <summary>What can be said of a message before any rule looks at it.</summary>
internal enum ClauseKind
{
    /// <summary>Words in an alphabet that the script may know.</summary>
    Spoken,

    /// <summary>Words, but none with a Latin letter.</summary>
    Foreign,

    /// <summary>No words.</summary>
    Wordless,
}

/// <summary>The one clause of a message that will be answered.</summary>
/// <param name="Kind">Whether there is anything to answer.</param>
/// <param name="Words">Its words, swapped and mended.</param>
/// <param name="Keywords">Keywords in it, the one to answer first in front: Weizenbaum's keystack. Empty when there are none.</param>
internal sealed record Clause(ClauseKind Kind, Word[] Words, IReadOnlyList<Keyword> Keywords);
