using Farebox.Server.Upstreams.Eliza.Engine;

namespace Farebox.Server.Tests.Upstreams.Eliza.Engine;

/// <summary>The script that Farebox ships: that it can be read, and that what it says makes sense.</summary>
public sealed class DoctorScriptTests
{
    [Fact]
    public void Doctor_Shipped_IsRichEnough()
    {
        Assert.True(Script.Doctor.Keywords.Values.Count(keyword => !keyword.Rules.IsEmpty) >= 35);
    }

    /// <summary>Every answer that a message can get, whatever the seed, must hold the text that it should turn round.</summary>
    [Theory]
    [InlineData("I want to see the sea", "see the sea|keeps you from that")]
    [InlineData("I need you", "me")]
    [InlineData("You are clever", "I am clever|you were clever")]
    [InlineData("Are you clever?", "I were clever|I am clever")]
    [InlineData("I'm very tired", "tired")]
    [InlineData("My mother hates me", "mother|family")]
    [InlineData("If you were my friend, I would sleep", "I was your friend")]
    [InlineData("Why can't I dance?", "dance|tried")]
    [InlineData("I remember our old house", "our old house")]
    [InlineData("Everybody laughs at me", "everybody|one person|exception|Who")]
    [InlineData("I am not happy", "not been happy|not happy|were happy")]
    [InlineData("my name is Ann", "Ann")]
    [InlineData("My job is dull", "your job")]
    [InlineData("You don't believe me", "I don't believe you|I did believe you")]
    [InlineData("I dreamt of a green sea", "a green sea")]
    [InlineData("I want you to listen", "listen|why should it be me")]
    [InlineData("What is the capital of France?", "the capital of France")]
    [InlineData("Write a poem", "a poem")]
    [InlineData("what are you?", "ELIZA|program")]
    public void Doctor_Message_AnswersToThePoint(string message, string anyOf)
    {
        foreach (var seed in Enumerable.Range(0, 40))
        {
            var answer = new Conversation(Script.Doctor, seed).Say(Script.Doctor, message);
            Assert.True(anyOf.Split('|').Any(text => answer.Contains(text, StringComparison.OrdinalIgnoreCase)), $"{message} -> {answer}");
        }
    }

    [Fact]
    public void Doctor_AnyKeywordAlone_FindsAnAnswer()
    {
        foreach (var keyword in Script.Doctor.Keywords.Keys)
        {
            Assert.NotEmpty(Script.Doctor.AnswerTo(keyword));
        }
    }

    [Fact]
    public void Doctor_RandomTalk_AlwaysSaysSomethingTidy()
    {
        var random = new Random(1966);
        string[] vocabulary = [.. Script.Doctor.Keywords.Keys, "the", "sea", "to", ",", ".", "?", "{1}", "你好", "🙂", "\"", "Ann", "it's"];
        for (var round = 0; round < 500; round++)
        {
            var conversation = new Conversation(Script.Doctor, random.NextInt64());
            for (var turn = 0; turn < 8; turn++)
            {
                var message = string.Join(' ', random.GetItems(vocabulary, random.Next(0, 12)));
                var answer = conversation.Say(Script.Doctor, message);
                Assert.DoesNotMatch("^$|^[a-z]|  | [?.,]", answer);
            }
        }
    }
}
