namespace Farebox.Server.Upstreams.Eliza.Engine;

/// <summary>A rule while its script is being read.</summary>
internal sealed class RuleDraft(Pattern pattern, int number, int line)
{
    public Pattern Pattern { get; } = pattern;

    public List<Reaction> Reactions { get; } = [];

    /// <exception cref="ScriptException">Nothing follows from it.</exception>
    public Rule Finish() =>
        Reactions.Count > 0
            ? new Rule(number, Pattern, [.. Reactions])
            : throw new ScriptException(line, "nothing is said or done here");
}
