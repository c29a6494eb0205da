using Farebox.Server.Upstreams.Eliza.Engine;

namespace Farebox.Server.Tests.Upstreams.Eliza.Engine;

public sealed class WordSplitterTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("  ...  ", ". . .")]
    [InlineData("Hello, World", "hello . World")]
    [InlineData("Well. Ann came", "well . ann came")]
    [InlineData("I don’t (really) know!", "i don't really know .")]
    [InlineData("well-known 'quoted' words'", "well-known quoted words")]
    [InlineData("3.5 at a@b.org.", "3.5 at a@b.org .")]
    [InlineData("ALL OF THIS", "all of this")]
    [InlineData("Is NATO McDonald", "is NATO McDonald")]
    [InlineData("你好，世界", "你好 . 世界")]
    [InlineData("👍 fine 👍🏽", "fine")]
    public void Split_AnyText_GivesWordsAndPauses(string text, string expected)
    {
        var words = WordSplitter.Split(text).Select(word => word == Word.Pause ? "." : word.Spelling);
        Assert.Equal(expected, string.Join(' ', words));
    }

    [Fact]
    public void Split_Capitals_ComparesInLowerCase()
    {
        Assert.Equal(new Word("ann", "Ann"), WordSplitter.Split("to Ann")[1]);
    }
}
