using System.Net;
using Farebox.Contracts;
using Farebox.Contracts.Models;
using Farebox.Server.Tests.Upstreams;

namespace Farebox.Server.Tests.Catalog;

public sealed class AliasEndpointsTests : UpstreamsFixture
{
    private const string Aliases = "/v1/system/aliases";

    [Fact]
    public async Task Get_DefaultAlias_TellsWhatStandsInNow()
    {
        Assert.Equal(new ModelAlias("catalog.alias", "gpt-3.5-turbo", "eliza", "default"), await Farebox.GetAsync<ModelAlias>($"{Aliases}/gpt-3.5-turbo"));
        Assert.Null((await Farebox.GetAsync<ModelAlias>($"{Aliases}/text-embedding-ada-002")).Target);
    }

    [Fact]
    public async Task Set_OperatorsAlias_GoesBeforeTheDefaultUntilItIsRemoved()
    {
        Provider.Models = ["gpt-4o-mini", "big/one"];
        await AddAsync();
        Assert.Equal("gpt-4o-mini", (await Farebox.GetAsync<ModelAlias>($"{Aliases}/gpt-3.5-turbo")).Target);

        var set = await Farebox.PostAsync<ModelAlias>($"{Aliases}/gpt-3.5-turbo", new { target = "big/one" });
        Assert.Equal(("big/one", "operator", "big/one"), (set.Target, set.Source, set.Configured));
        Assert.Equal("big/one", Snapshot.Catalog.Aliases["gpt-3.5-turbo"].Name);
        await Farebox.PostAsync<ModelAlias>($"{Aliases}/gpt-3.5-turbo", new { target = "eliza" });
        Assert.Equal("eliza", Snapshot.Catalog.Aliases["gpt-3.5-turbo"].Name);
        await Farebox.PostAsync<ModelAlias>($"{Aliases}/gpt-3.5-turbo", new { target = "big/one" });
        await RestartAsync();
        Assert.Equal("big/one", Snapshot.Catalog.Aliases["gpt-3.5-turbo"].Name);

        var deleted = (await Farebox.CallAsync(HttpMethod.Delete, $"{Aliases}/gpt-3.5-turbo")).Read<Deleted>();
        Assert.Equal(("catalog.alias.deleted", "gpt-3.5-turbo"), (deleted.Object, deleted.Id));
        Assert.Equal("gpt-4o-mini", Snapshot.Catalog.Aliases["gpt-3.5-turbo"].Name);
        Assert.Equal(HttpStatusCode.NotFound, (await Farebox.CallAsync(HttpMethod.Delete, $"{Aliases}/gpt-3.5-turbo")).Status);
    }

    [Fact]
    public async Task Set_EmptyTarget_SwitchesTheDefaultOff()
    {
        var off = await Farebox.PostAsync<ModelAlias>($"{Aliases}/gpt-4", new { target = "" });
        Assert.Equal((null, "operator", ""), (off.Target, off.Source, off.Configured));
        Assert.DoesNotContain("gpt-4", Snapshot.Catalog.Aliases.Keys);
    }

    [Fact]
    public async Task Set_TargetConnectedLater_StandsForItThen()
    {
        Assert.Null((await Farebox.PostAsync<ModelAlias>($"{Aliases}/our/best", new { target = "later" })).Target);
        Provider.Models = ["later"];
        await AddAsync();
        Assert.Equal("later", (await Farebox.GetAsync<ModelAlias>($"{Aliases}/our/best")).Target);
    }

    [Fact]
    public async Task Set_NameOfConnectedModel_IsAConflictUntilItIsDisabled()
    {
        Assert.Equal(HttpStatusCode.Conflict, (await Farebox.CallAsync(HttpMethod.Post, $"{Aliases}/eliza", new { target = "x" })).Status);

        Provider.Models = ["gpt-4", "gpt-4o"];
        await AddAsync();
        await Farebox.PostAsync<CatalogModel>("/v1/system/models/gpt-4", new { enabled = false });
        Assert.DoesNotContain("gpt-4", Snapshot.Catalog.Aliases.Keys);
        Assert.Equal("gpt-4o", (await Farebox.PostAsync<ModelAlias>($"{Aliases}/gpt-4", new { target = "gpt-4o" })).Target);
        Assert.Equal("gpt-4o", Snapshot.Catalog.Aliases["gpt-4"].Name);
    }

    [Fact]
    public async Task List_Pages_HoldEachAliasOnceInOrder()
    {
        var names = new List<string>();
        string? after = null;
        for (var more = true; more;)
        {
            var page = await Farebox.GetAsync<ListPage<ModelAlias>>($"{Aliases}?limit=7" + (after is null ? "" : $"&after={after}"));
            names.AddRange(page.Data.Select(alias => alias.Id));
            (after, more) = (page.LastId, page.HasMore);
        }

        Assert.Equal(names.Distinct().Order(StringComparer.Ordinal), names);
        Assert.Contains("text-davinci-003", names);
    }
}
