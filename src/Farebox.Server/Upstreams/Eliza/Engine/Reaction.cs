namespace Farebox.Server.Upstreams.Eliza.Engine;

/// <summary>What a rule does once its pattern has fitted. A closed set.</summary>
internal abstract record Reaction
{
    /// <summary>Answers with a phrase.</summary>
    public sealed record Say(Phrase Phrase) : Reaction;

    /// <summary>Goes on with another keyword's rules and the same words (Weizenbaum's <c>=KEYWORD</c>).</summary>
    public sealed record GoTo(string Keyword) : Reaction;

    /// <summary>Gives this keyword up for the next on the stack (Weizenbaum's <c>NEWKEY</c>).</summary>
    public sealed record NextKeyword : Reaction;

    /// <summary>Puts the words into another form first, then goes on with another keyword's rules (Weizenbaum's <c>PRE</c>).</summary>
    public sealed record Rephrase(Phrase Phrase, string Keyword) : Reaction;
}
