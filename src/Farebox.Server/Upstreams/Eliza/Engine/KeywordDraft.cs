using System.Collections.Immutable;

namespace Farebox.Server.Upstreams.Eliza.Engine;

/// <summary>A keyword while its script is being read.</summary>
internal sealed class KeywordDraft(string name, int line)
{
    public string Name { get; } = name;

    public int Rank { get; set; }

    public ImmutableArray<Word> Swap { get; set; } = [];

    public string? Link { get; set; }

    public List<RuleDraft> Rules { get; } = [];

    public bool CanAnswer => Link is not null || Rules.Count > 0;

    /// <exception cref="ScriptException">It would change nothing, or one of its rules would not.</exception>
    public Keyword Finish()
    {
        if (!CanAnswer && Swap.IsEmpty) throw new ScriptException(line, $"keyword \"{Name}\" does nothing");
        return new Keyword(Name, Rank, Swap, [.. Rules.Select(rule => rule.Finish())], Link);
    }
}
