using System.Globalization;
using System.Text;
using Farebox.Kernel.Money;

namespace Farebox.Kernel.Tests.Money;

public sealed class NanoUsdTests
{
    [Theory]
    [InlineData("0.50", 500_000_000)]
    [InlineData("5", 5_000_000_000)]
    [InlineData("-0.000000001", -1)]
    [InlineData("0.00123", 1_230_000)]
    [InlineData("007", 7_000_000_000)]
    [InlineData("-0", 0)]
    [InlineData("9223372036.854775807", long.MaxValue)]
    [InlineData("-9223372036.854775808", long.MinValue)]
    public void Parse_Amount_IsExact(string text, long nano) => Assert.Equal(nano, NanoUsd.Parse(text).Value);

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("+5")]
    [InlineData(" 5")]
    [InlineData("5 ")]
    [InlineData("1e3")]
    [InlineData("1,5")]
    [InlineData("1.2.3")]
    [InlineData("--1")]
    [InlineData("٣")]
    [InlineData("0.0000000001")]
    [InlineData("9223372036.854775808")]
    [InlineData("-9223372036.854775809")]
    [InlineData("99999999999999999999999999999999999999999999999999")]
    public void Parse_AnythingElse_IsRefused(string text)
    {
        Assert.False(NanoUsd.TryParse(text, out _));
        Assert.Throws<FormatException>(() => NanoUsd.Parse(text));
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1_230_000, "0.00123")]
    [InlineData(5_000_000_000, "5")]
    [InlineData(-500_000_000, "-0.5")]
    [InlineData(1, "0.000000001")]
    [InlineData(long.MaxValue, "9223372036.854775807")]
    [InlineData(long.MinValue, "-9223372036.854775808")]
    public void ToString_IsTheShortestExactSpelling_InEveryCulture(long nano, string text)
    {
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("de-DE");
        try
        {
            Assert.Equal(text, new NanoUsd(nano).ToString());
            Assert.Equal(text, $"{new NanoUsd(nano)}");
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void TryFormat_WritesUtf8_AndRefusesTooSmallASpan()
    {
        var amount = NanoUsd.Parse("12.34");
        var bytes = new byte[5];

        Assert.True(amount.TryFormat(bytes, out var written, default, null));
        Assert.Equal("12.34", Encoding.UTF8.GetString(bytes, 0, written));
        Assert.False(amount.TryFormat(bytes.AsSpan(0, 4), out written, default, null));
        Assert.Equal(0, written);
        Assert.False(amount.TryFormat(new char[4], out _, default, null));
    }

    [Fact]
    public void ParseAndToString_AreInverse()
    {
        var random = new Random(7);
        for (var i = 0; i < 10_000; i++)
        {
            var amount = new NanoUsd(random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(63));
            Assert.Equal(amount, NanoUsd.Parse(amount.ToString()));
        }
    }

    [Fact]
    public void Arithmetic_OverflowsByException()
    {
        Assert.Equal(new NanoUsd(3), new NanoUsd(5) - new NanoUsd(2));
        Assert.Throws<OverflowException>(() => NanoUsd.MaxValue + new NanoUsd(1));
        Assert.Throws<OverflowException>(() => new NanoUsd(long.MinValue) - new NanoUsd(1));
        Assert.Throws<OverflowException>(() => -new NanoUsd(long.MinValue));
        Assert.Throws<OverflowException>(() => NanoUsd.FromUsd(10_000_000_000));
    }

    [Fact]
    public void Comparison_IsThatOfTheNumbers()
    {
        var (small, large) = (new NanoUsd(-1), new NanoUsd(2));
        Assert.True(small < large && small <= large && large > small && large >= small);
        Assert.Equal(small, NanoUsd.Min(small, large));
        Assert.Equal(large, NanoUsd.Max(small, large));
    }
}
