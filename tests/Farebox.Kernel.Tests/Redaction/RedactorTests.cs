using System.Diagnostics;
using Farebox.Kernel.Redaction;

namespace Farebox.Kernel.Tests.Redaction;

public sealed class RedactorTests
{
    [Fact]
    public void Redact_Corpus_FindsWhatIsThere() => Assert.All(
        RedactionCorpus.Found, sample => Assert.Equal(sample.Redacted, Redactor.Standard.Redact(sample.Text)));

    [Fact]
    public void Redact_HarmlessText_IsTheSameObject() =>
        Assert.All(RedactionCorpus.Harmless, text => Assert.Same(text, Redactor.Standard.Redact(text)));

    [Fact]
    public void Redact_Twice_ChangesNothingMore() => Assert.All(
        RedactionCorpus.Found, sample => Assert.Equal(sample.Redacted, Redactor.Standard.Redact(Redactor.Standard.Redact(sample.Text))));

    [Fact]
    public void Redact_OverlappingFinds_LeaveNoPart()
    {
        var (redactor, _, _) = OwnPatterns.Compile(["1234", "4 own"]);
        Assert.Equal("a [redacted] b", redactor!.Redact("a 1234 own b"));
        Assert.Equal("[api_key]", redactor.Redact("sk-abcdefgh1234ijklmnop"));
    }

    [Theory]
    [InlineData('a')]
    [InlineData('1')]
    [InlineData('@')]
    [InlineData('-')]
    [InlineData('.')]
    [InlineData('\\')]
    public void Redact_AMegabyteOfOneCharacter_TakesLittleTime(char c)
    {
        var began = Stopwatch.GetTimestamp();
        Redactor.Standard.Redact(new string(c, 1 << 20));
        Redactor.Standard.Redact(string.Concat(Enumerable.Repeat($"{c} ", 1 << 19)));
        Redactor.Standard.Redact(string.Concat(Enumerable.Repeat($"{c}{c}-", 1 << 18)));
        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(20));
    }
}
