using Farebox.Server.Upstreams.Eliza.Engine;

namespace Farebox.Server.Tests.Upstreams.Eliza.Engine;

public sealed class PatternTests
{
    [Theory]
    [InlineData("*", "a b", "a b")]
    [InlineData("*", "", "")]
    [InlineData("+", "a b", "a b")]
    [InlineData("2", "a b", "a b")]
    [InlineData("* you +", "I think you are you", "I think|you|are you")]
    [InlineData("* you *", "you", "|you|")]
    [InlineData("* you * me *", "so you do hate me today", "so|you|do hate|me|today")]
    [InlineData("* a b c", "a b a b c", "a b|a|b|c")]
    [InlineData("* x 1", "x x y", "x|x|y")]
    [InlineData("* red|green *", "a Green door", "a|Green|door")]
    [InlineData("* /pet", "my old cat", "my old|cat")]
    [InlineData("+ is +", "is is is", "is|is|is")]
    public void TryFit_Fits_GivesEachElementItsWords(string pattern, string words, string parts)
    {
        Assert.Equal(parts, Fit(pattern, words));
    }

    [Theory]
    [InlineData("+", "")]
    [InlineData("2", "a")]
    [InlineData("2", "a b c")]
    [InlineData("* you +", "I think you")]
    [InlineData("you *", "I think you")]
    [InlineData("* red|green *", "a blue door")]
    [InlineData("* /pet", "my old cats")]
    [InlineData("* a * b * c", "c b a")]
    public void TryFit_DoesNotFit_SaysNo(string pattern, string words)
    {
        Assert.Null(Fit(pattern, words));
    }

    /// <summary>The words of each element, divided by bars; null when the pattern does not fit.</summary>
    private static string? Fit(string pattern, string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Word.Of).ToArray();
        var script = Scripts.With($"class pet: cat dog\nkeyword k\n match {pattern}\n say x");
        var read = script.Keywords["k"].Rules[0].Pattern;
        var parts = new Range[read.Length];
        if (!read.TryFit(words, parts)) return null;
        return string.Join('|', parts.Select(part => string.Join(' ', words[part].Select(word => word.Spelling))));
    }
}
