namespace Farebox.Server.Upstreams.Eliza;

/// <summary>One answer, as long as the request lets it be.</summary>
/// <param name="Text">What is said.</param>
/// <param name="FinishReason"><c>stop</c> when it came to its end or to a stop text, <c>length</c> when it was cut.</param>
/// <param name="Tokens">LLM tokens in <paramref name="Text"/>.</param>
internal sealed record ChatChoice(string Text, string FinishReason, int Tokens)
{
    /// <summary>Ends the text before the earliest stop text or after <paramref name="maxTokens"/>, whichever is first.</summary>
    public static ChatChoice Cut(string text, IReadOnlyList<string> stops, int? maxTokens)
    {
        var end = text.Length;
        foreach (var stop in stops)
        {
            var found = stop.Length > 0 ? text.IndexOf(stop, StringComparison.Ordinal) : -1;
            if (found >= 0 && found < end) end = found;
        }

        var spoken = text[..end];
        var length = maxTokens is { } most ? ElizaTokenizer.LengthOf(spoken, most) : spoken.Length;
        var kept = spoken[..length];
        return new ChatChoice(kept, length < spoken.Length ? "length" : "stop", ElizaTokenizer.Count(kept));
    }
}
