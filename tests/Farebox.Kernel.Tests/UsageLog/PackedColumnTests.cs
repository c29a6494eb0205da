using Farebox.Kernel.UsageLog;
using Farebox.Testing;

namespace Farebox.Kernel.Tests.UsageLog;

public sealed class PackedColumnTests
{
    [Theory]
    [InlineData(0, new long[0])]
    [InlineData(0, new long[] { 7 })]
    [InlineData(0, new long[] { 7, 7, 7 })]
    [InlineData(1, new long[] { -3, 252 })]
    [InlineData(2, new long[] { 1000, 66_535 })]
    [InlineData(4, new long[] { 0, 65_536 })]
    [InlineData(4, new long[] { 1_780_000_000_000, 1_780_003_600_000 })]
    [InlineData(8, new long[] { 0, 4_294_967_296 })]
    [InlineData(8, new long[] { long.MinValue, long.MaxValue })]
    public void Pack_Numbers_TakesTheBytesThatTheyNeed(int width, long[] values)
    {
        var packed = PackedColumn.Pack(values);
        Assert.Equal(16 + (values.Length * width), packed.Length);
        Assert.Equal(values, Unpacked(packed, values.Length));
    }

    [Fact]
    public void Unpack_WhateverWasPacked_IsTheSame()
    {
        var random = new Random(PropertySeed.Take());
        for (var i = 0; i < 2000; i++)
        {
            var (least, spread) = (random.NextInt64(long.MinValue, long.MaxValue), random.Next(1, 64));
            var values = Enumerable.Range(0, random.Next(100)).Select(_ => unchecked(least + (random.NextInt64() >> spread))).ToArray();
            Assert.Equal(values, Unpacked(PackedColumn.Pack(values), values.Length));
        }
    }

    [Fact]
    public void Unpack_AnotherNumberOfValues_IsRefused()
    {
        var packed = PackedColumn.Pack([1, 2, 300]);
        Assert.Throws<FormatException>(() => Unpacked(packed, 2));
        Assert.Throws<FormatException>(() => Unpacked(packed, 4));
        Assert.Throws<FormatException>(() => Unpacked(packed[..10], 3));
        packed[8] = 3;
        Assert.Throws<FormatException>(() => Unpacked(packed, 3));
    }

    private static long[] Unpacked(byte[] packed, int count)
    {
        var values = new long[count];
        PackedColumn.Unpack(packed, values);
        return values;
    }
}
