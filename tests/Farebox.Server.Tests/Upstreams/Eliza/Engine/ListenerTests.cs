using Farebox.Server.Upstreams.Eliza.Engine;

namespace Farebox.Server.Tests.Upstreams.Eliza.Engine;

public sealed class ListenerTests
{
    private static readonly Script Script = Scripts.With("""
        pause but
        mend I are: I am
        mend I .: me .
        keyword you swap I
        keyword am swap are
        keyword i'm goto low swap you are
        keyword low
          match *
            say Low.
        keyword other goto low
        keyword middle goto low rank 3
        keyword high goto low rank 9
        """);

    [Theory]
    [InlineData("low middle", "middle low")]
    [InlineData("middle low", "middle low")]
    [InlineData("middle high low", "high middle low")]
    [InlineData("high low middle", "high low middle")]
    [InlineData("low low LOW", "low")]
    [InlineData("other low", "other low")]
    [InlineData("middle other low", "middle other low")]
    [InlineData("you am", "")]
    [InlineData("nothing here", "")]
    public void Listen_Keywords_HighestRankOnTopOthersAsTheyCame(string message, string stack)
    {
        Assert.Equal(stack, string.Join(' ', Listener.Listen(Script, message).Keywords.Select(keyword => keyword.Name)));
    }

    [Theory]
    [InlineData("well, this is low, and high", "this is low")]
    [InlineData("a low word but a high one", "a low word")]
    [InlineData("this but a high one", "a high one")]
    [InlineData("one. two. three", "three")]
    [InlineData("one. two.", "")]
    public void Listen_SeveralClauses_KeepsTheFirstWithAKeywordElseTheLast(string message, string words)
    {
        Assert.Equal(words, WordsOf(message));
    }

    [Theory]
    [InlineData("are you here", "are I here")]
    [InlineData("I'm here", "you are here")]
    [InlineData("you are kind", "I am kind")]
    [InlineData("they like you", "they like me")]
    [InlineData("they say you are", "they say I am")]
    public void Listen_SwapsAndMends_TurnsTheSpeakerRound(string message, string words)
    {
        Assert.Equal(words, WordsOf(message));
    }

    [Theory]
    [InlineData("hello", ClauseKind.Spoken)]
    [InlineData("42", ClauseKind.Spoken)]
    [InlineData("für élan", ClauseKind.Spoken)]
    [InlineData("今天 OK", ClauseKind.Spoken)]
    [InlineData("你好吗？", ClauseKind.Foreign)]
    [InlineData("Привет, мир", ClauseKind.Foreign)]
    [InlineData("", ClauseKind.Wordless)]
    [InlineData("?! 👍 …", ClauseKind.Wordless)]
    internal void Listen_AnyText_TellsItsKind(string message, ClauseKind kind)
    {
        Assert.Equal(kind, Listener.Listen(Script, message).Kind);
    }

    [Fact]
    public void Listen_TextLongerThanItHears_HearsNoMore()
    {
        var padding = new string('x', Listener.MaxCharactersHeard - 4);
        Assert.Single(Listener.Listen(Script, padding + " low").Keywords);
        Assert.Empty(Listener.Listen(Script, padding + "x low").Keywords);
    }

    [Fact]
    public void Listen_ClauseLongerThanItHears_HearsNoMoreOfItButTheNextOne()
    {
        var padding = string.Concat(Enumerable.Repeat("x ", Listener.MaxWordsHeard - 1));
        Assert.Single(Listener.Listen(Script, padding + "low").Keywords);
        Assert.Empty(Listener.Listen(Script, padding + "x low").Keywords);
        Assert.Equal("low", WordsOf(padding + "x low, low"));
    }

    private static string WordsOf(string message) =>
        string.Join(' ', Listener.Listen(Script, message).Words.Select(word => word.Spelling));
}
