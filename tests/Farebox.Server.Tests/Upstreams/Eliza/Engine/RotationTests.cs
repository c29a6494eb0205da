using Farebox.Server.Upstreams.Eliza.Engine;

namespace Farebox.Server.Tests.Upstreams.Eliza.Engine;

public sealed class RotationTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void Next_ExtremeSeeds_TakeTurnsAllTheSame(long seed)
    {
        var rule = Scripts.With("keyword a\n match *\n say One.\n say Two.").Keywords["a"].Rules[0];
        var rotation = new Rotation(seed, rule.Number + 1);
        var (first, second, third) = (rotation.Next(rule), rotation.Next(rule), rotation.Next(rule));
        Assert.NotEqual(first, second);
        Assert.Equal(first, third);
    }

    [Fact]
    public void SeedOfChoice_FirstChoice_IsTheSeedItself()
    {
        Assert.Equal(42, Rotation.SeedOfChoice(42, 0));
    }

    [Fact]
    public void SeedOfChoice_OtherChoices_AreAllDifferent()
    {
        Assert.Equal(128, Enumerable.Range(0, 128).Select(choice => Rotation.SeedOfChoice(long.MaxValue, choice)).Distinct().Count());
    }

    /// <summary>Pinned: a change here changes every seeded answer, and would have to change the fingerprint too.</summary>
    [Fact]
    public void SeedOfChoice_KnownSeed_NeverChanges()
    {
        Assert.Equal(-8645642724333357244, Rotation.SeedOfChoice(1966, 1));
    }
}
