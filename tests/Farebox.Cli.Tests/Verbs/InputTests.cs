using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;

namespace Farebox.Cli.Tests.Verbs;

public sealed class InputTests
{
    [Theory]
    [InlineData("90", 90)]
    [InlineData("90s", 90)]
    [InlineData("15m", 900)]
    [InlineData("12h", 43_200)]
    [InlineData("30d", 2_592_000)]
    public void Duration_Written_IsSeconds(string text, long expected)
    {
        Assert.True(Input.TrySeconds(text, out var seconds));
        Assert.Equal(expected, seconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("-5m")]
    [InlineData("5 m")]
    [InlineData("1.5h")]
    [InlineData("5w")]
    [InlineData("99999999999d")]
    public void Duration_NotWrittenSo_IsRefused(string text) => Assert.False(Input.TrySeconds(text, out _));

    [Theory]
    [InlineData("1767225600", 1_767_225_600)]
    [InlineData("2026-01-01", 1_767_225_600)]
    [InlineData("2026-01-01T02:00+02:00", 1_767_225_600)]
    [InlineData("24h", 1_767_139_200)]
    public void Moment_Written_IsUnixSeconds(string text, long expected) =>
        Assert.Equal(expected, Input.Moment(text, "--start", new FakeClock()));

    [Fact]
    public void Moment_NotWrittenSo_NamesTheOption()
    {
        var refused = Assert.Throws<UsageException>(() => Input.Moment("yesterday", "--start", new FakeClock()));
        Assert.StartsWith("--start", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void List_ByCommasSpacesAndRepetition_IsOneList() =>
        Assert.Equal(["a", "b", "c", "d"], Input.List(["a,b", "c d"]));
}
