using Farebox.Contracts;
using Farebox.Contracts.Models;
using Farebox.Server.Tests.Upstreams;

namespace Farebox.Server.Tests.Catalog;

public sealed class CatalogModelEndpointsTests : UpstreamsFixture
{
    private const string Models = "/v1/system/models";

    [Fact]
    public async Task List_OfferedModels_ShowWhereTheyGo()
    {
        Provider.Models = ["org/name:tag"];
        var first = await AddAsync("first");
        var second = await AddAsync("second");

        var page = await Farebox.GetAsync<ListPage<CatalogModel>>(Models);
        Assert.Equal(["eliza", "org/name:tag"], page.Data.Select(model => model.Id));
        Assert.Equal(
            [new CatalogRoute(first.Id, "first", "org/name:tag"), new CatalogRoute(second.Id, "second", "org/name:tag")], page.Data[1].Routes);
        Assert.Equal((true, false), (page.Data[1].Enabled, page.Data[1].ChatOnly));
        Assert.True(page.Data[0].ChatOnly);
    }

    [Fact]
    public async Task Update_NameWithSlashes_IsHeardByTheNextCall()
    {
        Provider.Models = ["org/name:tag"];
        await AddAsync();
        var updated = await Farebox.PostAsync<CatalogModel>($"{Models}/org/name:tag", new { enabled = false, chat_only = true });
        Assert.Equal((false, true), (updated.Enabled, updated.ChatOnly));
        Assert.Equal(["eliza"], Snapshot.Catalog.Models.Select(model => model.Name));
        Assert.Contains("org/name:tag", (await Farebox.GetAsync<ListPage<CatalogModel>>(Models)).Data.Select(model => model.Id));

        await RestartAsync();
        Assert.Equivalent(updated, await Farebox.GetAsync<CatalogModel>($"{Models}/org/name:tag"), strict: true);
        updated = await Farebox.PostAsync<CatalogModel>($"{Models}/org/name:tag", new { enabled = true });
        Assert.Equal((true, true), (updated.Enabled, updated.ChatOnly));
        Assert.True(Snapshot.Catalog.Models[0].ChatOnly);
    }

    [Fact]
    public async Task List_Pages_HoldEachModelOnceThoughOneGoesBetween()
    {
        Provider.Models = ["m3", "m1", "m5", "m2", "m4"];
        await AddAsync();
        var first = await Farebox.GetAsync<ListPage<CatalogModel>>($"{Models}?limit=3");
        Assert.Equal(["eliza", "m1", "m2"], first.Data.Select(model => model.Id));
        Provider.Models = ["m3", "m1", "m5", "m4"];
        await Discovery.RunRoundAsync(Token);

        var second = await Farebox.GetAsync<ListPage<CatalogModel>>($"{Models}?limit=3&after={first.LastId}");
        Assert.Equal(["m3", "m4", "m5"], second.Data.Select(model => model.Id));
        Assert.False(second.HasMore);
    }
}
