using System.Net;
using Farebox.Contracts;
using Farebox.Contracts.Upstreams;

namespace Farebox.Server.Tests.Upstreams;

public sealed class UpstreamEndpointsTests : UpstreamsFixture
{
    [Fact]
    public async Task Add_AnsweringProvider_ServesItsModelsAtOnce()
    {
        Provider.Models = ["model-b", "model-a"];
        var added = await AddAsync();

        Assert.Equal(["model-b", "model-a"], added.Models);
        Assert.Equal(("healthy", "stored", true, false), (added.Health, added.Source, added.Enabled, added.ModelsListed));
        Assert.Equal(["model-b", "model-a", "eliza"], Snapshot.Catalog.Models.Select(model => model.Name));
        Assert.Equal(added.Id, Snapshot.Upstreams[added.Id].Id);
    }

    [Fact]
    public async Task Add_SilentProvider_IsKeptAndSaysWhy()
    {
        var added = await AddAsync(baseUrl: NowhereUrl);
        Assert.Equal("failing", added.Health);
        Assert.StartsWith("It cannot be reached:", added.LastError, StringComparison.Ordinal);
        Assert.Empty(added.Models);
        Assert.Equal(added.Id, (await ShowAsync(added.Id)).Id);
    }

    [Fact]
    public async Task Add_TooManyOrTooLongModels_AreRefused()
    {
        async Task<ApiAnswer> Try(IEnumerable<string> models) =>
            await Farebox.CallAsync(HttpMethod.Post, Path, new { name = "a", base_url = NowhereUrl, models });

        Assert.Equal("models", (await Try(Enumerable.Range(0, 1001).Select(i => $"m{i}"))).Error.Param);
        Assert.Equal("models[0]", (await Try([new string('m', 201)])).Error.Param);
        Assert.Equal(1000, (await Try(Enumerable.Range(0, 1000).Select(i => $"m{i}".PadLeft(200, 'm')))).Read<Upstream>().Models.Count);
    }

    [Theory]
    [InlineData("one")]
    [InlineData("eliza")]
    public async Task AddOrUpdate_NameTaken_IsAConflict(string name)
    {
        await AddAsync("one");
        var other = await AddAsync("two");

        foreach (var answer in new[]
        {
            await Farebox.CallAsync(HttpMethod.Post, Path, new { name, base_url = NowhereUrl }),
            await Farebox.CallAsync(HttpMethod.Post, $"{Path}/{other.Id}", new { name }),
        })
        {
            Assert.Equal(HttpStatusCode.Conflict, answer.Status);
            Assert.Equal("name", answer.Error.Param);
        }

        Assert.Equal("two", (await ShowAsync(other.Id)).Name);
    }

    [Fact]
    public async Task Update_AbsentFields_Stay()
    {
        var added = await Farebox.PostAsync<Upstream>(
            Path, new { name = "one", base_url = Provider.BaseUrl, api_key = "sk-kept", position = 4, asks_usage = false });
        var updated = await Farebox.PostAsync<Upstream>($"{Path}/{added.Id}", new { name = "uno" });
        Assert.Equivalent(added with { Name = "uno" }, updated, strict: true);
        Assert.True(updated.HasCredential);
    }

    [Fact]
    public async Task Update_EmptyApiKey_RemovesTheCredential()
    {
        var added = await AddAsync(apiKey: "sk-provider-1");
        Assert.Equal("Bearer sk-provider-1", Provider.Requests[^1].Header("Authorization"));

        var updated = await Farebox.PostAsync<Upstream>($"{Path}/{added.Id}", new { api_key = "" });
        Assert.False(updated.HasCredential);
        Assert.Null(Provider.Requests[^1].Header("Authorization"));
    }

    [Fact]
    public async Task Update_AnotherKey_IsUsedFromThenOn()
    {
        Provider.ApiKey = "sk-right";
        var added = await AddAsync(apiKey: "sk-wrong");
        Assert.Contains("(401)", added.LastError, StringComparison.Ordinal);

        var updated = await Farebox.PostAsync<Upstream>($"{Path}/{added.Id}", new { api_key = "sk-right" });
        Assert.Equal("healthy", updated.Health);
        Assert.NotEmpty(updated.Models);
    }

    [Fact]
    public async Task Update_AnotherAddress_ForgetsWhatTheOldOneOffered()
    {
        var added = await AddAsync();
        Assert.NotEmpty(added.Models);
        Assert.Empty((await Farebox.PostAsync<Upstream>($"{Path}/{added.Id}", new { base_url = NowhereUrl })).Models);
        Assert.Equal(["eliza"], Snapshot.Catalog.Models.Select(model => model.Name));
    }

    [Fact]
    public async Task Update_Models_AreListedUntilTheListIsEmpty()
    {
        Provider.Models = ["found"];
        var added = await AddAsync();

        var listed = await Farebox.PostAsync<Upstream>($"{Path}/{added.Id}", new { models = new[] { "mine/2", "mine/1" } });
        Assert.Equal(["mine/2", "mine/1"], listed.Models);
        Assert.True(listed.ModelsListed);
        await Discovery.RunRoundAsync(Token);
        Assert.Equal(["mine/2", "mine/1"], (await ShowAsync(added.Id)).Models);
        Assert.Equal(HttpStatusCode.Conflict, (await Farebox.CallAsync(HttpMethod.Post, $"{Path}/{added.Id}/discover")).Status);

        var again = await Farebox.PostAsync<Upstream>($"{Path}/{added.Id}", new { models = Array.Empty<string>() });
        Assert.Equal(["found"], again.Models);
        Assert.False(again.ModelsListed);
    }

    [Fact]
    public async Task Update_Position_DecidesWhichUpstreamComesFirst()
    {
        Provider.Models = ["shared"];
        var older = await AddAsync("older");
        var newer = await AddAsync("newer");
        Assert.Equal([older.Id, newer.Id], Snapshot.Catalog.Models[0].Routes.Select(route => route.UpstreamId));

        await Farebox.PostAsync<Upstream>($"{Path}/{older.Id}", new { position = 1 });
        Assert.Equal([newer.Id, older.Id], Snapshot.Catalog.Models[0].Routes.Select(route => route.UpstreamId));
        Assert.Equal("newer", Snapshot.Catalog.Models[0].OwnedBy);
    }

    [Fact]
    public async Task Update_Disabled_IsOutOfTheCatalogAtOnce()
    {
        var added = await AddAsync();
        await Farebox.PostAsync<Upstream>($"{Path}/{added.Id}", new { enabled = false });
        Assert.Equal(["eliza"], Snapshot.Catalog.Models.Select(model => model.Name));

        await Farebox.PostAsync<Upstream>($"{Path}/{added.Id}", new { enabled = true });
        Assert.Contains(added.Models[0], Snapshot.Catalog.Models.Select(model => model.Name));
    }

    [Fact]
    public async Task Eliza_Disabled_StaysDisabledAfterARestart()
    {
        Assert.Equal("embedded", (await ShowAsync("up_eliza")).Source);
        await Farebox.PostAsync<Upstream>($"{Path}/up_eliza", new { enabled = false });
        Assert.Empty(Snapshot.Catalog.Models);

        await RestartAsync();
        Assert.False((await ShowAsync("up_eliza")).Enabled);
        Assert.Empty(Snapshot.Catalog.Models);
        await Farebox.PostAsync<Upstream>($"{Path}/up_eliza", new { enabled = true });
        Assert.Single(Snapshot.Catalog.Models);
    }

    [Fact]
    public async Task Delete_Stored_IsGoneWithItsModels()
    {
        var added = await AddAsync();
        var deleted = (await Farebox.CallAsync(HttpMethod.Delete, $"{Path}/{added.Id}")).Read<Deleted>();
        Assert.Equal(("upstream.deleted", added.Id), (deleted.Object, deleted.Id));
        Assert.Equal(["eliza"], Snapshot.Catalog.Models.Select(model => model.Name));
        Assert.Equal(HttpStatusCode.NotFound, (await Farebox.CallAsync(HttpMethod.Delete, $"{Path}/{added.Id}")).Status);
    }

    [Fact]
    public async Task List_Pages_HoldEachUpstreamOnceInOrder()
    {
        for (var i = 0; i < 5; i++) await Farebox.PostAsync<Upstream>(Path, new { name = $"u{i}", base_url = NowhereUrl, position = 9 - i, enabled = false });
        var names = new List<string>();
        string? after = null;
        for (var more = true; more;)
        {
            var page = await Farebox.GetAsync<ListPage<Upstream>>($"{Path}?limit=2" + (after is null ? "" : $"&after={after}"));
            names.AddRange(page.Data.Select(upstream => upstream.Name));
            (after, more) = (page.LastId, page.HasMore);
        }

        Assert.Equal(["u4", "u3", "u2", "u1", "u0", "eliza"], names);
        Assert.Equal("after", (await Farebox.CallAsync(HttpMethod.Get, $"{Path}?after=up_gone")).Error.Param);
    }
}
