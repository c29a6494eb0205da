using Farebox.Server.Upstreams.Eliza.Engine;

namespace Farebox.Server.Tests.Upstreams.Eliza.Engine;

public sealed class ConversationTests
{
    [Fact]
    public void Greet_NobodySpoke_SaysTheGreeting()
    {
        Assert.Equal("Greeting.", new Conversation(Scripts.With(""), 0).Greet());
    }

    [Theory]
    [InlineData("hm", "None.")]
    [InlineData("...", "Wordless.")]
    [InlineData("你好", "Foreign.")]
    public void Answer_NothingToGoBy_SaysWhatTheSectionSays(string message, string answer)
    {
        Assert.Equal(answer, Scripts.With("").AnswerTo(message));
    }

    [Fact]
    public void Answer_TwoKeywords_FollowsTheHigherRank()
    {
        var script = Scripts.With("keyword a rank 1\n match *\n say A.\nkeyword b rank 2\n match *\n say B.");
        Assert.Equal("B.", script.AnswerTo("a then b"));
        Assert.Equal("A.", script.AnswerTo("only a"));
    }

    [Fact]
    public void Answer_SeveralRules_TakesTheFirstThatFits()
    {
        var script = Scripts.With("keyword a\n match * a b *\n say Both.\n match * a *\n say One.");
        Assert.Equal("Both.", script.AnswerTo("so a b"));
        Assert.Equal("One.", script.AnswerTo("so a c"));
    }

    [Fact]
    public void Answer_SameRuleAgain_ReactionsTakeTurns()
    {
        var script = Scripts.With("keyword a\n match *\n say One.\n say Two.\n say Three.");
        var conversation = new Conversation(script, 7);
        var first = Enumerable.Range(0, 3).Select(_ => conversation.Say(script, "a")).ToList();
        var second = Enumerable.Range(0, 3).Select(_ => conversation.Say(script, "a")).ToList();

        Assert.Equal(first, second);
        Assert.Equal(["One.", "Three.", "Two."], first.Order());
    }

    [Fact]
    public void Answer_Next_GivesWayToTheNextKeywordThenToNone()
    {
        var script = Scripts.With("keyword a rank 1\n match *\n next\nkeyword b\n match *\n say B.");
        Assert.Equal("B.", script.AnswerTo("a b"));
        Assert.Equal("None.", script.AnswerTo("a c"));
    }

    [Fact]
    public void Answer_NoRuleFits_FollowsTheKeywordsLinkElseTheNextKeyword()
    {
        var script = Scripts.With(
            "keyword a goto c\n match a\n say A alone.\nkeyword b rank 1\n match b\n say B alone.\nkeyword c\n match * 1\n say C: {2}.");
        Assert.Equal("A alone.", script.AnswerTo("a"));
        Assert.Equal("C: sea.", script.AnswerTo("a sea"));
        Assert.Equal("C: a.", script.AnswerTo("b a"));
    }

    [Fact]
    public void Answer_GoTo_KeepsTheWords()
    {
        var script = Scripts.With("keyword a\n match *\n goto b\nkeyword b\n match * sea *\n say Sea.");
        Assert.Equal("Sea.", script.AnswerTo("a sea"));
    }

    [Fact]
    public void Answer_Rephrase_PutsTheWordsInAnotherFormFirst()
    {
        var script = Scripts.With("keyword a\n match a +\n rephrase be {2} goto b\nkeyword b\n match be 1\n say Be {2}!");
        Assert.Equal("Be kind!", script.AnswerTo("a kind"));
    }

    [Fact]
    public void Answer_LinksInACircle_EndsWithNone()
    {
        Assert.Equal("None.", Scripts.With("keyword a goto b\nkeyword b goto a").AnswerTo("a"));
    }

    [Fact]
    public void Answer_NoKeywordOnARecallingTurn_RecallsOnceInOrder()
    {
        var script = Scripts.With("");
        var conversation = new Conversation(script, 0);
        string[] messages = ["my boat", "my long voyage", "hm", "hm", "hm", "hm", "hm", "hm", "hm"];
        var answers = messages.Select(message => conversation.Say(script, message)).ToList();

        Assert.Equal(
            ["None.", "None.", "Earlier: your boat.", "None.", "None.", "Earlier: your long voyage.", "None.", "None.", "None."],
            answers);
    }

    [Fact]
    public void Answer_KeywordOnARecallingTurn_AnswersTheKeyword()
    {
        var script = Scripts.With("keyword a\n match *\n say A.");
        var conversation = new Conversation(script, 0);
        conversation.Say(script, "my boat");
        conversation.Say(script, "hm");
        Assert.Equal("A.", conversation.Say(script, "a"));
    }

    [Fact]
    public void Answer_MemoryKeywordOutranked_RemembersNothing()
    {
        var script = Scripts.With("keyword a rank 9\n match *\n say A.");
        var conversation = new Conversation(script, 0);
        conversation.Say(script, "a and my boat");
        conversation.Say(script, "hm");
        Assert.Equal("None.", conversation.Say(script, "hm"));
    }

    [Fact]
    public void Answer_SeedsDiffer_SomeBeginElsewhere()
    {
        var script = Scripts.With("keyword a\n match *\n say One.\n say Two.\n say Three.");
        var answers = Enumerable.Range(0, 50).Select(seed => new Conversation(script, seed).Say(script, "a")).ToHashSet();
        Assert.Equal(3, answers.Count);
    }
}
