using Farebox.Kernel.Redaction;

namespace Farebox.Kernel.Tests.Redaction;

public sealed class OwnPatternsTests
{
    [Theory]
    [InlineData(@"EMP-\d{6}", "badge EMP-123456.", "badge [redacted].")]
    [InlineData(@"(?i)project\s+nightfall", "our Project Nightfall", "our [redacted]")]
    public void Compile_Pattern_IsReplacedBesidesTheStandardOnes(string pattern, string text, string redacted)
    {
        var (redactor, _, error) = OwnPatterns.Compile([pattern]);
        Assert.Null(error);
        Assert.Equal(redacted, redactor!.Redact(text));
        Assert.Equal("[email]", redactor.Redact("bob@example.com"));
    }

    [Fact]
    public void Compile_NoPattern_IsTheStandardOne() => Assert.Same(Redactor.Standard, OwnPatterns.Compile([]).Redactor);

    [Theory]
    [InlineData("", "1 to 500 characters")]
    [InlineData("(", "not a regular expression")]
    [InlineData("a*", "matches an empty text")]
    [InlineData("(?=a)b", "can take too long")]
    [InlineData(@"(a)\1", "can take too long")]
    [InlineData("(a{100}){100}", "repetitions")]
    [InlineData("((a{9,}){20}){20}", "repetitions")]
    [InlineData("a{999999}", "repetitions")]
    public void Compile_BadPattern_SaysWhichAndWhy(string pattern, string why)
    {
        var (redactor, faultyAt, error) = OwnPatterns.Compile(["fine", pattern]);
        Assert.Null(redactor);
        Assert.Equal(1, faultyAt);
        Assert.Contains(why, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_TooLong_IsRefused() => Assert.NotNull(OwnPatterns.Compile([new string('a', OwnPatterns.MaxLength + 1)]).Error);
}
