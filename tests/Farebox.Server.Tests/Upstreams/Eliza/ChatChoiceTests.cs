using Farebox.Server.Upstreams.Eliza;

namespace Farebox.Server.Tests.Upstreams.Eliza;

public sealed class ChatChoiceTests
{
    [Theory]
    [InlineData("", null, "One two, three.", "stop", 5)]
    [InlineData("absent", null, "One two, three.", "stop", 5)]
    [InlineData(" three", null, "One two,", "stop", 3)]
    [InlineData("two|three", null, "One ", "stop", 1)]
    [InlineData("three|two", null, "One ", "stop", 1)]
    [InlineData("One", null, "", "stop", 0)]
    [InlineData("", 5, "One two, three.", "stop", 5)]
    [InlineData("", 4, "One two, three", "length", 4)]
    [InlineData("", 1, "One", "length", 1)]
    [InlineData("three", 2, "One two", "length", 2)]
    [InlineData("two", 2, "One ", "stop", 1)]
    public void Cut_StopsAndMaxTokens_EndsAtWhicheverIsFirst(string stops, int? maxTokens, string text, string reason, int tokens)
    {
        Assert.Equal(new ChatChoice(text, reason, tokens), ChatChoice.Cut("One two, three.", stops.Split('|'), maxTokens));
    }
}
