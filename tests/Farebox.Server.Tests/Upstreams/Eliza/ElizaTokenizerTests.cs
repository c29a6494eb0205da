using Farebox.Server.Upstreams.Eliza;

namespace Farebox.Server.Tests.Upstreams.Eliza;

public sealed class ElizaTokenizerTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData(" \n\t", 0)]
    [InlineData("How do you do.", 5)]
    [InlineData("don't, can’t", 3)]
    [InlineData("'quoted'", 3)]
    [InlineData("a--b", 4)]
    [InlineData("3.5%", 4)]
    [InlineData("你好吗？", 4)]
    [InlineData("für élan", 2)]
    [InlineData("🙂🙂", 2)]
    public void Count_Text_CountsWordsAndMarks(string text, int tokens)
    {
        Assert.Equal(tokens, ElizaTokenizer.Count(text));
    }

    [Theory]
    [InlineData("How do you do.", 1, "How")]
    [InlineData("How do you do.", 4, "How do you do")]
    [InlineData("How do you do.", 5, "How do you do.")]
    [InlineData("How do you do. ", 5, "How do you do. ")]
    [InlineData("How do you do.", 99, "How do you do.")]
    [InlineData("🙂🙂", 1, "🙂")]
    public void LengthOf_FirstTokens_EndsBehindTheLastOne(string text, int tokens, string kept)
    {
        Assert.Equal(kept, text[..ElizaTokenizer.LengthOf(text, tokens)]);
    }
}
