using System.Collections.Immutable;
using System.Diagnostics;

namespace Farebox.Server.Upstreams.Eliza.Engine;

/// <summary>
/// One conversation under Weizenbaum's algorithm ("ELIZA", Communications of the ACM 9:1, January 1966). What it answers
/// depends on the script, the seed and what was heard before, and on nothing else.
/// </summary>
internal sealed class Conversation(Script script, long seed)
{
    /// <summary>Links followed for one answer; a script whose links run in a circle ends here.</summary>
    private const int MaxLinks = 16;

    private readonly Rotation _rotation = new(seed, script.RuleCount);
    private readonly Queue<string> _recollections = new();
    private readonly Range[] _parts = new Range[Pattern.MaxLength];
    private int _turn;

    /// <summary>Speaks first.</summary>
    public string Greet() => Speak(script.Greeting);

    /// <summary>Answers one clause.</summary>
    public string Answer(Clause clause)
    {
        _turn++;
        if (clause.Kind == ClauseKind.Wordless) return Speak(script.Wordless);
        if (clause.Keywords.Count == 0) return AnswerWithoutKeyword(clause);

        Remember(clause);
        foreach (var keyword in clause.Keywords)
        {
            if (AnswerTo(keyword, clause.Words) is { } answer) return answer;
        }

        return Speak(script.None);
    }

    private string AnswerWithoutKeyword(Clause clause)
    {
        if (clause.Kind == ClauseKind.Foreign) return Speak(script.Foreign);
        if (_turn % script.Memory.Every == 0 && _recollections.TryDequeue(out var recollection)) return recollection;
        return Speak(script.None);
    }

    private void Remember(Clause clause)
    {
        if (clause.Keywords[0].Name != script.Memory.Keyword) return;
        if (React(script.Memory.Rules, clause.Words) is Reaction.Say say) _recollections.Enqueue(say.Phrase.Fill(clause.Words, _parts));
    }

    /// <summary>The answer that a keyword leads to, or null when it gives way to the next.</summary>
    private string? AnswerTo(Keyword keyword, Word[] words)
    {
        for (var links = 0; links < MaxLinks; links++)
        {
            string? link;
            switch (React(keyword.Rules, words))
            {
                case Reaction.Say say:
                    return say.Phrase.Fill(words, _parts);
                case Reaction.Rephrase rephrase:
                    words = [.. WordSplitter.Split(rephrase.Phrase.Fill(words, _parts))];
                    link = rephrase.Keyword;
                    break;
                case Reaction.GoTo goTo:
                    link = goTo.Keyword;
                    break;
                case Reaction.NextKeyword:
                    return null;
                case null:
                    link = keyword.Link;
                    break;
                default:
                    throw new UnreachableException();
            }

            if (link is null) return null;
            keyword = script.Keywords[link];
        }

        return null;
    }

    /// <summary>The reaction whose turn it is in the first rule that fits, its parts in <c>_parts</c>; null when none fits.</summary>
    private Reaction? React(ImmutableArray<Rule> rules, ReadOnlySpan<Word> words)
    {
        foreach (var rule in rules)
        {
            if (rule.Pattern.TryFit(words, _parts)) return _rotation.Next(rule);
        }

        return null;
    }

    // The rules for want of anything better take no part of what was said.
    private string Speak(Rule rule) => ((Reaction.Say)_rotation.Next(rule)).Phrase.Fill([], []);
}
