namespace Farebox.Server.Tests.Upstreams.Eliza.Engine;

public sealed class PhraseTests
{
    [Theory]
    [InlineData("Why {3}?", "k the sea", "Why the sea?")]
    [InlineData("Why {3}?", "k", "Why?")]
    [InlineData("Why {3} now", "k", "Why now")]
    [InlineData("{3}, really", "k the sea", "The sea, really")]
    [InlineData("{3} and {3}", "k Ann", "Ann and Ann")]
    [InlineData("Tell {3}", "k", "Tell")]
    public void Fill_PartsFullAndEmpty_ReadsAsASentence(string phrase, string message, string answer)
    {
        Assert.Equal(answer, Scripts.With($"keyword k\n match * k *\n say {phrase}").AnswerTo(message));
    }
}
