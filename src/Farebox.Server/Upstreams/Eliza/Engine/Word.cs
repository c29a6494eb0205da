namespace Farebox.Server.Upstreams.Eliza.Engine;

/// <summary>One word of what was said.</summary>
/// <param name="Key">How it is compared: in lower case.</param>
/// <param name="Spelling">How it is written when it is said back.</param>
internal readonly record struct Word(string Key, string Spelling)
{
    /// <summary>A mark that ends a clause. It compares as a full stop, so that a script can speak of "the end".</summary>
    public static readonly Word Pause = new(".", "");

    /// <summary>The word written so.</summary>
    public static Word Of(string spelling) => new(spelling.ToLowerInvariant(), spelling);
}
