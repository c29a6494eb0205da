namespace Farebox.Server.Upstreams.Eliza.Engine;

/// <summary>Finds in a message the clause worth answering, stacks its keywords, and turns it round ("my" becomes "your").</summary>
internal static class Listener
{
    /// <summary>Characters of one message that are heard; the rest of a longer one is not.</summary>
    public const int MaxCharactersHeard = 2_000;

    /// <summary>Words of one clause that are heard.</summary>
    public const int MaxWordsHeard = 64;

    /// <summary>Hears one message. Depends on nothing but its arguments.</summary>
    public static Clause Listen(Script script, string message)
    {
        var said = WordSplitter.Split(message.AsSpan(0, Math.Min(message.Length, MaxCharactersHeard)));
        var clause = new List<Word>();
        var keystack = new List<Keyword>();
        foreach (var word in said)
        {
            if (word == Word.Pause || script.Pauses.Contains(word.Key))
            {
                // The first clause with a keyword is the one that is answered: what came before it is forgotten, what
                // comes after it is not heard.
                if (keystack.Count > 0) break;
                clause.Clear();
            }
            else if (clause.Count >= MaxWordsHeard)
            {
                // Nobody speaks so long without a pause; only the work is bounded here.
                continue;
            }
            else if (script.Keywords.TryGetValue(word.Key, out var keyword))
            {
                Stack(keystack, keyword);
                if (keyword.Swap.IsEmpty) clause.Add(word);
                else clause.AddRange(keyword.Swap);
            }
            else
            {
                clause.Add(word);
            }
        }

        Mend(script, clause);
        return new Clause(KindOf(said), [.. clause], keystack);
    }

    // A keyword goes on top only if it outranks the top, else to the bottom: Weizenbaum kept no finer order than that.
    private static void Stack(List<Keyword> keystack, Keyword keyword)
    {
        if (!keyword.CanAnswer || keystack.Contains(keyword)) return;
        if (keystack.Count > 0 && keyword.Rank > keystack[0].Rank) keystack.Insert(0, keyword);
        else keystack.Add(keyword);
    }

    private static void Mend(Script script, List<Word> clause)
    {
        for (var at = 0; at < clause.Count; at++)
        {
            var next = at + 1 < clause.Count ? clause[at + 1] : Word.Pause;
            if (!script.Mends.TryGetValue((clause[at].Key, next.Key), out var mended)) continue;
            clause[at] = mended.First;
            // A mended word is right now and must not be mended again as the first of the next pair.
            at++;
            if (at < clause.Count) clause[at] = mended.Second;
        }
    }

    private static ClauseKind KindOf(List<Word> said)
    {
        var (hasWords, hasLetters) = (false, false);
        foreach (var word in said)
        {
            if (word == Word.Pause) continue;
            hasWords = true;
            foreach (var character in word.Key)
            {
                if (IsLatin(character)) return ClauseKind.Spoken;
                hasLetters |= char.IsLetter(character);
            }
        }

        if (hasLetters) return ClauseKind.Foreign;
        return hasWords ? ClauseKind.Spoken : ClauseKind.Wordless;
    }

    // Up to U+024F Unicode holds the Latin letters, plain and accented.
    private static bool IsLatin(char character) => character <= '\u024F' && char.IsLetter(character);
}
