using Farebox.Kernel.Credentials;

namespace Farebox.Kernel.Tests.Credentials;

public sealed class KeyTextTests
{
    [Fact]
    public void NewKeys_AreWellFormedAndDiffer()
    {
        var keys = Enumerable.Range(0, 1000).SelectMany(_ => new[] { KeyText.NewApiKey(), KeyText.NewAdminKey() }).ToList();
        Assert.All(keys, key => Assert.True(KeyText.IsWellFormed(key)));
        Assert.All(keys, key => Assert.Equal(KeyText.Length, key.Length));
        Assert.Equal(keys.Count, keys.Distinct().Count());
        Assert.StartsWith("sk-fbx", keys[0], StringComparison.Ordinal);
        Assert.StartsWith("sk-fba", keys[1], StringComparison.Ordinal);
    }

    [Fact]
    public void IsWellFormed_OneCharacterChangedAnywhere_IsFalse()
    {
        var key = KeyText.NewApiKey();
        for (var i = 0; i < key.Length; i++)
        {
            var changed = key.ToCharArray();
            changed[i] = changed[i] == 'a' ? 'b' : 'a';
            Assert.False(KeyText.IsWellFormed(changed), $"character {i}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("sk-fbx")]
    [InlineData("sk-proj-0123456789012345678901234567890123456789012")]
    public void IsWellFormed_ForeignText_IsFalse(string text) => Assert.False(KeyText.IsWellFormed(text));

    [Fact]
    public void IsWellFormed_OneCharacterMoreOrLess_IsFalse()
    {
        var key = KeyText.NewApiKey();
        Assert.False(KeyText.IsWellFormed(key + "0"));
        Assert.False(KeyText.IsWellFormed(key.AsSpan(0, KeyText.Length - 1)));
    }

    [Theory]
    [InlineData("sk-fbxAAAAAAAAAAAAAAAAAAAA1234", "sk-fbx…1234")]
    [InlineData("sk-proj-AAAAAAAAAAAA1234", "sk-…1234")]
    [InlineData("short-secret", "…cret")]
    [InlineData("tiny", "…")]
    public void Mask_AnyText_ShowsFourCharactersAtMostOfTheEnd(string text, string masked) => Assert.Equal(masked, KeyText.Mask(text));
}
