using System.Collections.Frozen;

namespace Farebox.Server.Upstreams.Eliza.Engine;

/// <summary>Reads a script. Its format, one directive a line, is told at the top of <c>doctor.script</c>.</summary>
internal sealed class ScriptReader
{
    private readonly ScriptDraft _draft = new();
    private int _line;
    private KeywordDraft? _keyword;
    private List<RuleDraft>? _rules;
    private RuleDraft? _rule;

    private ScriptReader()
    {
    }

    /// <summary>Reads a whole script.</summary>
    /// <exception cref="ScriptException">It breaks the format, speaks of what it does not have, or lacks a section.</exception>
    public static Script Read(string text)
    {
        var reader = new ScriptReader();
        foreach (var line in text.Split('\n'))
        {
            reader._line++;
            var content = line.Trim();
            if (content.Length > 0 && content[0] != '#') reader.ReadDirective(content);
        }

        return reader._draft.Finish(Script.FingerprintOf(text), reader._line);
    }

    private void ReadDirective(string content)
    {
        var space = content.IndexOf(' ', StringComparison.Ordinal);
        var (directive, rest) = space < 0 ? (content, "") : (content[..space], content[space..].Trim());
        switch (directive)
        {
            case "class": ReadClass(rest); break;
            case "pause": _draft.Pauses.UnionWith(Words(rest)); break;
            case "mend": ReadMend(rest); break;
            case "keyword": ReadKeyword(rest); break;
            case "memory": ReadMemory(rest); break;
            case "greeting" or "none" or "wordless" or "foreign": ReadSection(directive, rest); break;
            case "match": ReadMatch(rest); break;
            case "say": AddReaction(new Reaction.Say(ReadPhrase(rest))); break;
            case "goto": AddOnwardReaction(new Reaction.GoTo(Target(rest))); break;
            case "next": AddOnwardReaction(new Reaction.NextKeyword()); break;
            case "rephrase": ReadRephrase(rest); break;
            default: throw Wrong($"unknown directive \"{directive}\"");
        }
    }

    private void ReadClass(string rest)
    {
        var (name, words) = Divide(rest, ":", "class NAME: WORD WORD …");
        if (!_draft.Classes.TryAdd(name, Words(words).ToFrozenSet())) throw Wrong($"class \"{name}\" is there twice");
    }

    private void ReadMend(string rest)
    {
        var (before, after) = Divide(rest, ":", "mend WORD WORD: WORD WORD");
        var (from, to) = (before.Split(' '), after.Split(' '));
        if (from.Length != 2 || to.Length != 2) throw Wrong("a mend is of two words into two words");
        var pair = (from[0].ToLowerInvariant(), from[1].ToLowerInvariant());
        if (!_draft.Mends.TryAdd(pair, (Word.Of(to[0]), Word.Of(to[1])))) throw Wrong($"\"{before}\" is mended twice");
    }

    private void ReadKeyword(string rest)
    {
        var words = rest.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0) throw Wrong("a keyword needs a name");
        _keyword = new KeywordDraft(words[0].ToLowerInvariant(), _line);
        (_rules, _rule) = (_keyword.Rules, null);
        if (!_draft.Keywords.TryAdd(_keyword.Name, _keyword)) throw Wrong($"keyword \"{_keyword.Name}\" is there twice");

        for (var at = 1; at < words.Length; at += 2)
        {
            if (at + 1 == words.Length) throw Wrong($"\"{words[at]}\" needs a value");
            switch (words[at])
            {
                case "rank": _keyword.Rank = WholeNumber(words[at + 1], 0, 100); break;
                case "goto": _keyword.Link = Target(words[at + 1]); break;
                case "swap": (_keyword.Swap, at) = ([.. words[(at + 1)..].Select(Word.Of)], words.Length); break;
                default: throw Wrong($"\"{words[at]}\" is none of rank, goto, swap");
            }
        }
    }

    private void ReadMemory(string rest)
    {
        if (rest.Split(' ') is not [var name, "every", var every]) throw Wrong("write: memory KEYWORD every NUMBER");
        if (_draft.MemoryKeyword is not null) throw Wrong("memory is there twice");
        _draft.MemoryKeyword = Target(name);
        _draft.MemoryEvery = WholeNumber(every, 1, 100);
        _draft.MemoryLine = _line;
        (_keyword, _rules, _rule) = (null, _draft.MemoryRules, null);
    }

    private void ReadSection(string name, string rest)
    {
        if (rest.Length > 0) throw Wrong($"nothing may follow \"{name}\" on its line");
        var rule = new RuleDraft(new Pattern([]), _draft.NextRuleNumber(), _line);
        if (!_draft.Sections.TryAdd(name, rule)) throw Wrong($"\"{name}\" is there twice");
        (_keyword, _rules, _rule) = (null, null, rule);
    }

    private void ReadMatch(string rest)
    {
        if (_rules is null) throw Wrong("\"match\" belongs under a keyword or under memory");
        if (rest.Length == 0) throw Wrong("a match needs a pattern");
        var elements = rest.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (elements.Length > Pattern.MaxLength) throw Wrong($"a pattern has at most {Pattern.MaxLength} elements");
        _rule = new RuleDraft(new Pattern([.. elements.Select(ReadElement)]), _draft.NextRuleNumber(), _line);
        _rules.Add(_rule);
    }

    private PatternElement ReadElement(string element)
    {
        if (element == "*") return new PatternElement(null, 0, IsOpen: true);
        if (element == "+") return new PatternElement(null, 1, IsOpen: true);
        if (char.IsAsciiDigit(element[0])) return new PatternElement(null, WholeNumber(element, 1, 9), IsOpen: false);
        if (element[0] != '/') return new PatternElement(element.ToLowerInvariant().Split('|').ToFrozenSet(), 1, IsOpen: false);
        if (_draft.Classes.TryGetValue(element[1..], out var words)) return new PatternElement(words, 1, IsOpen: false);
        throw Wrong($"there is no class \"{element[1..]}\" above this line");
    }

    private void ReadRephrase(string rest)
    {
        var (phrase, target) = Divide(rest, " goto ", "rephrase PHRASE goto KEYWORD");
        AddOnwardReaction(new Reaction.Rephrase(ReadPhrase(phrase), Target(target)));
    }

    private Phrase ReadPhrase(string text)
    {
        if (text.Length == 0) throw Wrong("nothing is said");
        var pieces = new List<PhrasePiece>();
        for (var at = 0; at < text.Length;)
        {
            var open = text.IndexOf('{', at);
            if (open != at)
            {
                var end = open < 0 ? text.Length : open;
                pieces.Add(new PhrasePiece(text[at..end], 0));
                at = end;
                continue;
            }

            var close = text.IndexOf('}', at);
            if (close < 0) throw Wrong("\"{\" without \"}\"");
            var parts = _rule?.Pattern.Length ?? 0;
            if (parts == 0) throw Wrong("there is no pattern here to take a part of");
            pieces.Add(new PhrasePiece("", WholeNumber(text[(at + 1)..close], 1, parts)));
            at = close + 1;
        }

        return new Phrase([.. pieces]);
    }

    private void AddReaction(Reaction reaction)
    {
        if (_rule is null) throw Wrong("this belongs under a match, or under greeting, none, wordless or foreign");
        _rule.Reactions.Add(reaction);
    }

    private void AddOnwardReaction(Reaction reaction)
    {
        if (_keyword is null) throw Wrong("only a keyword's rules can lead on to others; say something");
        AddReaction(reaction);
    }

    /// <summary>The name of a keyword that must exist by the end of the script.</summary>
    private string Target(string name)
    {
        var key = name.ToLowerInvariant();
        _draft.Targets.Add((key, _line));
        return key;
    }

    private (string Before, string After) Divide(string text, string mark, string form)
    {
        var at = text.LastIndexOf(mark, StringComparison.Ordinal);
        if (at <= 0 || at + mark.Length >= text.Length) throw Wrong($"write: {form}");
        return (text[..at].Trim(), text[(at + mark.Length)..].Trim());
    }

    private string[] Words(string text)
    {
        var words = text.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 0 ? words : throw Wrong("words are missing");
    }

    private int WholeNumber(string text, int least, int most)
    {
        if (int.TryParse(text, out var number) && number >= least && number <= most) return number;
        throw Wrong($"\"{text}\" is not a whole number from {least} to {most}");
    }

    private ScriptException Wrong(string message) => new(_line, message);
}
