using System.Text;
using Farebox.Kernel.Metering;

namespace Farebox.Kernel.Tests.Metering;

public sealed class TokenEstimateTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("a", 1)]
    [InlineData("word", 1)]
    [InlineData("words", 2)]
    [InlineData("漢字", 2)]
    [InlineData("123", 1)]
    [InlineData("1234", 2)]
    public void Of_Text_IsRoundedUp(string text, long tokens) => Assert.Equal(tokens, TokenEstimate.Of(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Add_PiecesOfAnySize_ComeToTheWhole()
    {
        var text = Encoding.UTF8.GetBytes("A stream arrives in pieces: é, 漢字, {\"json\": 1}.");
        for (var size = 1; size <= text.Length; size++)
        {
            var estimate = new TokenEstimate();
            for (var at = 0; at < text.Length; at += size) estimate.Add(text.AsSpan(at, Math.Min(size, text.Length - at)));
            Assert.Equal(TokenEstimate.Of(text), estimate.Tokens);
        }
    }

    [Fact]
    public void Of_AnyBytes_IsAtMostOneTokenAByte()
    {
        var random = new Random(7);
        for (var i = 0; i < 10_000; i++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            Assert.InRange(TokenEstimate.Of(bytes), (bytes.Length + 3) / 4, bytes.Length);
        }
    }

    [Fact]
    public void Of_AnyBytes_IsWhatTheWeightsSay()
    {
        var random = new Random(8);
        for (var i = 0; i < 2_000; i++)
        {
            var bytes = new byte[random.Next(100)];
            random.NextBytes(bytes);
            var twelfths = bytes.Sum(b => (b | 0x20) is (>= 'a' and <= 'z') or ' ' ? 3 : 4);
            Assert.Equal((twelfths + 11) / 12, TokenEstimate.Of(bytes));
        }
    }
}
