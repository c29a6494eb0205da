using Farebox.Kernel.Limits;

namespace Farebox.Kernel.Tests.Limits;

public sealed class KeySharesTests
{
    private const long Now = 1_780_000_020_000;

    [Fact]
    public void Note_CountsKeysOfThisHalfMinuteAndTheLast()
    {
        var shares = new KeyShares();
        Assert.Equal(1, shares.Note(shares.Of("a"), Now));
        Assert.Equal(2, shares.Note(shares.Of("b"), Now));
        Assert.Equal(2, shares.Note(shares.Of("a"), Now + 30_000));
        Assert.Equal(3, shares.Note(shares.Of("c"), Now + 30_000));
        Assert.Equal(2, shares.Note(shares.Of("a"), Now + 60_000)); // b is silent for a whole half minute.
        Assert.Equal(1, shares.Note(shares.Of("b"), Now + 600_000));
    }

    [Fact]
    public void Of_PutsSilentKeysAway_SoThatMemoryIsBounded()
    {
        var shares = new KeyShares();
        var first = shares.Of("first");
        for (var i = 0; i < 10_000; i++) shares.Note(shares.Of($"key {i}"), Now + (i * 1000L));
        Assert.True(first.IsGone);
        Assert.NotSame(first, shares.Of("first"));
        Assert.InRange(shares.Count, 1, 1000);
    }
}
