using Farebox.Kernel.Credentials;

namespace Farebox.Kernel.Tests.Credentials;

public sealed class KeyRulesTests
{
    [Fact]
    public void Widest_EachKind_KeepsCallingAndManagingApart()
    {
        Assert.Equal(Scopes.None, KeyRules.Widest(KeyKind.Project) & (Scopes.KeysWrite | Scopes.ProjectsWrite | Scopes.SystemWrite));
        Assert.Equal(Scopes.None, KeyRules.Widest(KeyKind.Operator) & (Scopes.ModelRequest | Scopes.TokensCreate));
        Assert.Equal(Scopes.None, KeyRules.Widest(KeyKind.Admin) & (Scopes.SystemRead | Scopes.SystemWrite));
        Assert.True(KeyRules.Widest(KeyKind.Operator).HasFlag(Scopes.SystemWrite));
    }

    [Theory]
    [InlineData(Scopes.KeysWrite, Scopes.KeysWrite, Scopes.None)]
    [InlineData(Scopes.KeysWrite, Scopes.ModelRequest | Scopes.TokensCreate, Scopes.None)]
    [InlineData(Scopes.KeysWrite, Scopes.KeysWrite | Scopes.ProjectsWrite, Scopes.ProjectsWrite)]
    [InlineData(Scopes.AnyAdminKey, Scopes.AnyOperatorKey, Scopes.SystemRead | Scopes.SystemWrite)]
    [InlineData(Scopes.KeysWrite, Scopes.AnyApiKey, Scopes.UsageRead | Scopes.LogsRead | Scopes.BillingRead)]
    public void Escalation_ScopesOfManagement_OnlyTheCallersOwnAreFree(Scopes caller, Scopes asked, Scopes wider) =>
        Assert.Equal(wider, KeyRules.Escalation(caller, asked));

    [Theory]
    [InlineData(" my key ", "my key")]
    [InlineData("名前", "名前")]
    public void CleanName_GoodName_IsTrimmed(string name, string clean) => Assert.Equal(clean, KeyRules.CleanName(name));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a\nb")]
    [InlineData("a\u001b[31mb")]
    public void CleanName_BadName_IsNull(string? name) => Assert.Null(KeyRules.CleanName(name));

    [Fact]
    public void CleanName_Length_HasALimit()
    {
        Assert.NotNull(KeyRules.CleanName(new string('n', KeyRules.MaxNameLength)));
        Assert.Null(KeyRules.CleanName(new string('n', KeyRules.MaxNameLength + 1)));
    }
}
