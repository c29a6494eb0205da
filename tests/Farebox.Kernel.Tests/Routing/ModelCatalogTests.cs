using Farebox.Kernel.Credentials;
using Farebox.Kernel.Routing;

namespace Farebox.Kernel.Tests.Routing;

public sealed class ModelCatalogTests
{
    private static readonly CatalogEntry Chatty = new("chatty", [new ModelRoute("up_1", "chatty")], ChatOnly: true, "one", 1);
    private static readonly CatalogEntry Plain = new("plain", [new ModelRoute("up_1", "plain")], ChatOnly: false, "one", 1);

    private static readonly ModelCatalog Catalog = new(
        [Chatty, Plain],
        new Dictionary<string, string> { ["second"] = "chatty", ["plain"] = "chatty", ["nowhere"] = "gone" });

    [Fact]
    public void Find_NameOfModel_IsThatModel() => Assert.Same(Chatty, Catalog.Find(Grants.Of(), "chatty"));

    [Fact]
    public void Find_NameOfAlias_IsItsModel() => Assert.Same(Chatty, Catalog.Find(Grants.Of(), "second"));

    [Fact]
    public void Find_ModelAndAliasOfOneName_IsTheModel() => Assert.Same(Plain, Catalog.Find(Grants.Of(), "plain"));

    [Theory]
    [InlineData("nowhere")]
    [InlineData("unknown")]
    [InlineData("Chatty")]
    [InlineData("")]
    public void Find_NameOfNothing_IsNull(string name) => Assert.Null(Catalog.Find(Grants.Of(), name));

    [Fact]
    public void Find_GrantNamesTheModel_AllowsItsAliasToo() =>
        Assert.Same(Chatty, Catalog.Find(Grants.Of(Scopes.AnyApiKey, "chatty"), "second"));

    [Fact]
    public void Find_GrantNamesTheAlias_AllowsTheAliasButNotTheModelsName()
    {
        var grant = Grants.Of(Scopes.AnyApiKey, "second");
        Assert.Same(Chatty, Catalog.Find(grant, "second"));
        Assert.Null(Catalog.Find(grant, "chatty"));
    }

    [Fact]
    public void Find_GrantNamesAnotherModel_IsNull() => Assert.Null(Catalog.Find(Grants.Of(Scopes.AnyApiKey, "plain"), "chatty"));

    [Theory]
    [InlineData(Surface.ChatCompletions, Scopes.RequestChat)]
    [InlineData(Surface.Completions, Scopes.RequestCompletions)]
    [InlineData(Surface.Embeddings, Scopes.RequestEmbeddings)]
    [InlineData(Surface.Images, Scopes.RequestImages)]
    public void Plan_Surface_NeedsItsOwnScope(Surface surface, Scopes scope)
    {
        Assert.Equal(PlanRefusal.None, Catalog.Plan(Grants.Of(scope), surface, "plain").Refusal);
        Assert.Equal(PlanRefusal.ScopeMissing, Catalog.Plan(Grants.Of(Scopes.ModelRequest & ~scope), surface, "plain").Refusal);
    }

    [Fact]
    public void Plan_ModelNotAllowed_IsRefusedAsIfUnknown()
    {
        var notAllowed = Catalog.Plan(Grants.Of(Scopes.AnyApiKey, "plain"), Surface.ChatCompletions, "chatty");
        var unknown = Catalog.Plan(Grants.Of(), Surface.ChatCompletions, "unknown");
        Assert.Equal((null, PlanRefusal.ModelNotFound), notAllowed);
        Assert.Equal(unknown, notAllowed);
    }

    [Theory]
    [InlineData(Surface.Completions, "chatty", true)]
    [InlineData(Surface.Completions, "plain", false)]
    [InlineData(Surface.ChatCompletions, "chatty", false)]
    public void Plan_LegacyCompletionOfChatOnlyModel_IsTranslated(Surface surface, string model, bool translated) =>
        Assert.Equal(translated, Catalog.Plan(Grants.Of(), surface, model).Plan!.TranslateToChat);

    [Fact]
    public void Aliases_TargetIsNoModel_AreLeftOut() => Assert.Equal(["second"], Catalog.Aliases.Keys);

    [Fact]
    public void Empty_AnyName_FindsNothing() => Assert.Null(ModelCatalog.Empty.Find(Grants.Of(), "chatty"));
}
