using System.Collections.Frozen;

namespace Farebox.Server.Upstreams.Eliza.Engine;

/// <summary>A script while it is being read; checks at the end what no single line can show.</summary>
internal sealed class ScriptDraft
{
    private int _ruleCount;

    public Dictionary<string, FrozenSet<string>> Classes { get; } = [];

    public Dictionary<(string First, string Second), (Word First, Word Second)> Mends { get; } = [];

    public HashSet<string> Pauses { get; } = [];

    public Dictionary<string, KeywordDraft> Keywords { get; } = [];

    public string? MemoryKeyword { get; set; }

    public int MemoryEvery { get; set; }

    public int MemoryLine { get; set; }

    public List<RuleDraft> MemoryRules { get; } = [];

    public Dictionary<string, RuleDraft> Sections { get; } = [];

    /// <summary>Keywords that were spoken of, and where.</summary>
    public List<(string Name, int Line)> Targets { get; } = [];

    public int NextRuleNumber() => _ruleCount++;

    /// <exception cref="ScriptException">Something is missing.</exception>
    public Script Finish(string fingerprint, int lastLine)
    {
        foreach (var (name, line) in Targets)
        {
            if (!Keywords.ContainsKey(name)) throw new ScriptException(line, $"there is no keyword \"{name}\"");
        }

        if (MemoryKeyword is null) throw new ScriptException(lastLine + 1, "the section \"memory\" is missing");
        if (!Keywords[MemoryKeyword].CanAnswer)
        {
            throw new ScriptException(MemoryLine, $"keyword \"{MemoryKeyword}\" has no rules, so nothing would be remembered");
        }

        return new Script
        {
            Keywords = Keywords.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.Finish()),
            Mends = Mends.ToFrozenDictionary(),
            Pauses = Pauses.ToFrozenSet(),
            Memory = new Memory(MemoryKeyword, MemoryEvery, [.. MemoryRules.Select(rule => rule.Finish())]),
            Greeting = Section("greeting", lastLine),
            None = Section("none", lastLine),
            Wordless = Section("wordless", lastLine),
            Foreign = Section("foreign", lastLine),
            RuleCount = _ruleCount,
            Fingerprint = fingerprint,
        };
    }

    private Rule Section(string name, int lastLine) =>
        Sections.TryGetValue(name, out var rule)
            ? rule.Finish()
            : throw new ScriptException(lastLine + 1, $"the section \"{name}\" is missing");
}
