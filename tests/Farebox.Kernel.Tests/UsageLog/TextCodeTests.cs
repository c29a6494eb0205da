using Farebox.Kernel.UsageLog;

namespace Farebox.Kernel.Tests.UsageLog;

public sealed class TextCodeTests
{
    // Stored: a number that changes would hide every call that is in a slice already.
    [Theory]
    [InlineData("gpt-4o", 145)]
    [InlineData("", 12)]
    [InlineData("模型", 194)]
    public void OfRequested_AnotherName_IsTheSameForEver(string requested, int code) => Assert.Equal(code, TextCode.OfRequested(requested, "other"));

    [Fact]
    public void OfRequested_TheModelsOwnNameOrNone_IsZero()
    {
        Assert.Equal(0, TextCode.OfRequested("gpt-4o", "gpt-4o"));
        Assert.Equal(0, TextCode.OfRequested(null, "gpt-4o"));
        Assert.InRange(TextCode.OfRequested("gpt-4o", null), 1, 250);
    }

    [Fact]
    public void OfToken_NoToken_IsZeroAndATokenIsNot()
    {
        Assert.Equal(0, TextCode.OfToken(null));
        Assert.Equal(1_335_831_723, TextCode.OfToken("hello"));
    }
}
