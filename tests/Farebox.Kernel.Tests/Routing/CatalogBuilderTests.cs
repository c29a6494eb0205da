using Farebox.Kernel.Routing;

namespace Farebox.Kernel.Tests.Routing;

public sealed class CatalogBuilderTests
{
    private static readonly UpstreamOffer Eliza = Offer("up_eliza", translates: true, lastResort: true, "eliza");

    private static UpstreamOffer Offer(string id, bool translates, bool lastResort, params string[] models) =>
        new(id, id + "-name", [.. models.Select(model => new OfferedModel(model, 7))], translates, lastResort);

    private static UpstreamOffer Offer(string id, params string[] models) => Offer(id, false, false, models);

    private static OperatorCatalog Settings(
        Dictionary<string, ModelSetting>? models = null, Dictionary<string, string>? aliases = null) => new(models ?? [], aliases ?? []);

    private static string? Target(CatalogView view, string alias) => view.Aliases.FirstOrDefault(entry => entry.Name == alias)?.Model;

    [Fact]
    public void Build_ModelAtSeveralUpstreams_IsOneEntryWithRoutesInTheirOrder()
    {
        var view = CatalogBuilder.Build([Offer("up_b", "shared", "own"), Offer("up_a", "shared")], OperatorCatalog.Empty);

        Assert.Equal(["shared", "own"], view.Callable.Models.Select(model => model.Name));
        var shared = view.Callable.Models[0];
        Assert.Equal([new ModelRoute("up_b", "shared"), new ModelRoute("up_a", "shared")], shared.Routes);
        Assert.Equal("up_b-name", shared.OwnedBy);
        Assert.Equal(7, shared.CreatedAt);
        Assert.Equal("up_a-name", view.UpstreamNames["up_a"]);
    }

    [Fact]
    public void Build_DisabledModel_CannotBeCalledButIsListed()
    {
        var view = CatalogBuilder.Build([Offer("up_a", "one", "two")], Settings(new() { ["one"] = new(false, null) }));
        Assert.Null(view.Callable.Find(Grants.Of(), "one"));
        Assert.NotNull(view.Callable.Find(Grants.Of(), "two"));
        Assert.Equal(["one"], view.Disabled.Select(model => model.Name));
    }

    [Fact]
    public void Build_DisabledModel_NoDefaultAliasAnswersInItsName()
    {
        UpstreamOffer[] offers = [Offer("up_a", "gpt-3.5-turbo", "gpt-4o-mini")];
        var off = new Dictionary<string, ModelSetting> { ["gpt-3.5-turbo"] = new(false, null) };

        Assert.Null(CatalogBuilder.Build(offers, Settings(off)).Callable.Find(Grants.Of(), "gpt-3.5-turbo"));

        // Unless the operator says which.
        var view = CatalogBuilder.Build(offers, Settings(off, new() { ["gpt-3.5-turbo"] = "gpt-4o-mini" }));
        Assert.Equal("gpt-4o-mini", view.Callable.Find(Grants.Of(), "gpt-3.5-turbo")?.Name);
    }

    [Theory]
    [InlineData(true, "gpt-4o", null, true)]
    [InlineData(true, "gpt-3.5-turbo-instruct", null, false)]
    [InlineData(false, "llama3.2", null, false)]
    [InlineData(false, "llama3.2", true, true)]
    [InlineData(true, "gpt-4o", false, false)]
    public void Build_ChatOnly_IsTheOperatorsWordElseTheUpstreams(bool translates, string model, bool? said, bool chatOnly)
    {
        var view = CatalogBuilder.Build([Offer("up_a", translates, false, model)], Settings(new() { [model] = new(true, said) }));
        Assert.Equal(chatOnly, view.Callable.Models[0].ChatOnly);
    }

    [Fact]
    public void Build_OperatorsAlias_GoesBeforeTheDefault()
    {
        var view = CatalogBuilder.Build([Offer("up_a", "gpt-4o-mini", "big"), Eliza], Settings(aliases: new() { ["gpt-3.5-turbo"] = "big" }));
        Assert.Equal("big", Target(view, "gpt-3.5-turbo"));
        Assert.Equal("gpt-4o-mini", Target(view, "gpt-3.5-turbo-0301"));
        Assert.Equal("big", view.Callable.Find(Grants.Of(), "gpt-3.5-turbo")?.Name);
    }

    [Fact]
    public void Build_EmptyTarget_SwitchesADefaultAliasOff()
    {
        var view = CatalogBuilder.Build([Eliza], Settings(aliases: new() { ["gpt-3.5-turbo"] = "" }));
        Assert.Null(view.Callable.Find(Grants.Of(), "gpt-3.5-turbo"));
        Assert.Equal(new AliasEntry("gpt-3.5-turbo", null, ""), view.Aliases.Single(alias => alias.Name == "gpt-3.5-turbo"));
        Assert.Equal("eliza", Target(view, "gpt-4"));
    }

    [Fact]
    public void Build_AliasOfAnAlias_IsFollowed() => Assert.Equal(
        "eliza", Target(CatalogBuilder.Build([Eliza], Settings(aliases: new() { ["cheap"] = "gpt-3.5-turbo" })), "cheap"));

    [Fact]
    public void Build_AliasesInACircle_StandForNothing()
    {
        var view = CatalogBuilder.Build([Eliza], Settings(aliases: new() { ["a"] = "b", ["b"] = "a" }));
        Assert.Null(Target(view, "a"));
        Assert.Null(view.Callable.Find(Grants.Of(), "b"));
    }

    [Fact]
    public void Build_AliasOfNoModel_IsListedWithoutOne()
    {
        var view = CatalogBuilder.Build([Eliza], Settings(aliases: new() { ["mine"] = "not-there-yet" }));
        Assert.Equal(new AliasEntry("mine", null, "not-there-yet"), view.Aliases.Single(alias => alias.Name == "mine"));
    }

    [Fact]
    public void Build_ConnectedModel_GoesBeforeAnAliasOfItsName()
    {
        var view = CatalogBuilder.Build([Offer("up_a", "gpt-4", "gpt-4o")], Settings(aliases: new() { ["gpt-4"] = "gpt-4o" }));
        Assert.Equal("gpt-4", view.Callable.Find(Grants.Of(), "gpt-4")?.Name);
    }

    [Fact]
    public void Build_LastResortsModelAlsoElsewhere_IsNoLastResort()
    {
        var view = CatalogBuilder.Build([Offer("up_a", "eliza"), Offer("up_b", "llama3.2"), Eliza], OperatorCatalog.Empty);
        Assert.Equal("eliza", Target(view, "gpt-3.5-turbo"));
    }

    [Fact]
    public void Build_Aliases_AreOrderedByName()
    {
        var names = CatalogBuilder.Build([Eliza], Settings(aliases: new() { ["zz"] = "eliza", ["aa"] = "eliza" })).Aliases.Select(alias => alias.Name).ToList();
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.Equal(names.Distinct(), names);
    }
}
