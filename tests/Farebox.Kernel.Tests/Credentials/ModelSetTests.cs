using Farebox.Kernel.Credentials;

namespace Farebox.Kernel.Tests.Credentials;

public sealed class ModelSetTests
{
    [Theory]
    [InlineData("*", "anything", true)]
    [InlineData("gpt-4o", "gpt-4o", true)]
    [InlineData("gpt-4o", "gpt-4o-mini", false)]
    [InlineData("gpt-4o", "GPT-4o", false)]
    [InlineData("gpt-4*", "gpt-4", true)]
    [InlineData("gpt-4*", "gpt-4o-mini", true)]
    [InlineData("gpt-4*", "gpt-3", false)]
    public void Contains_Name_FollowsTheEntry(string entry, string model, bool contained) => Assert.Equal(contained, Set(entry).Contains(model));

    [Theory]
    [InlineData("*", "gpt-4*", true)]
    [InlineData("gpt-4*", "gpt-4o,gpt-4", true)]
    [InlineData("gpt-4*", "gpt-4o*", true)]
    [InlineData("gpt-4o*", "gpt-4*", false)]
    [InlineData("gpt-4", "gpt-4*", false)]
    [InlineData("gpt-4*", "*", false)]
    [InlineData("gpt-4*,eliza", "eliza,gpt-4o,o1", false)]
    public void Includes_OtherSet_OnlyWhenAllOfItIsCovered(string outer, string inner, bool included) =>
        Assert.Equal(included, Set(outer).Includes(Set(inner)));

    [Theory]
    [InlineData("*", "eliza", "eliza")]
    [InlineData("gpt-4*", "gpt-4o*,o1", "gpt-4o*")]
    [InlineData("gpt-4o,eliza", "gpt-4*", "gpt-4o")]
    [InlineData("a", "b", "")]
    public void Intersect_TwoSets_HoldsWhatIsInBoth(string one, string other, string both)
    {
        Assert.Equal(both, string.Join(',', Set(one).Intersect(Set(other)).Entries));
        Assert.Equal(both, string.Join(',', Set(other).Intersect(Set(one)).Entries));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a*b")]
    [InlineData("**")]
    public void TryCreate_BadEntry_IsNull(string entry) => Assert.Null(ModelSet.TryCreate([entry]));

    [Fact]
    public void TryCreate_TooLongOrTooMany_IsNull()
    {
        Assert.NotNull(ModelSet.TryCreate([new string('m', 200)]));
        Assert.Null(ModelSet.TryCreate([new string('m', 201)]));
        Assert.NotNull(ModelSet.TryCreate([.. Enumerable.Range(0, ModelSet.MaxEntries).Select(i => $"m{i}")]));
        Assert.Null(ModelSet.TryCreate([.. Enumerable.Range(0, ModelSet.MaxEntries + 1).Select(i => $"m{i}")]));
        Assert.Null(ModelSet.TryCreate([null!]));
    }

    private static ModelSet Set(string entries) => ModelSet.TryCreate(entries.Split(','))!;
}
