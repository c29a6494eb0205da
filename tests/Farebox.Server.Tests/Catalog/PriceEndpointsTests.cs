using System.Net;
using Farebox.Contracts;
using Farebox.Contracts.Models;
using Farebox.Server.Tests.Upstreams;
using Farebox.Testing.Server;

namespace Farebox.Server.Tests.Catalog;

public sealed class PriceEndpointsTests : UpstreamsFixture
{
    private const string Prices = "/v1/system/prices";

    private readonly ManualTimeProvider _clock = new();

    public PriceEndpointsTests() => Clock = _clock;

    private string? Version(string model) => Snapshot.Prices.Find(model, "org_none", _clock.GetUtcNow().ToUnixTimeMilliseconds())?.Version;

    private Task<ListPage<ModelPrice>> VersionsAsync(string model) => Farebox.GetAsync<ListPage<ModelPrice>>($"{Prices}?model={model}");

    [Fact]
    public async Task Set_NewVersion_IsInEffectWhenTheAnswerArrivesAndAfterARestart()
    {
        var set = await Farebox.PostAsync<ModelPrice>(
            Prices, new { model = "org/m", input = "0.25", cached_input = "0.025", output = "2.0", per_request = "0", note = "ours" });
        Assert.Equal(("catalog.price", "org/m", "operator", "in_effect", "ours"), (set.Object, set.Model, set.Origin, set.State, set.Note));
        Assert.Equal(("0.25", "0.025", null, "2", "0"), (set.Input, set.CachedInput, set.CacheWrite, set.Output, set.PerRequest));
        Assert.Equal(_clock.Seconds, set.EffectiveFrom);
        Assert.Equal(set.Id, Version("org/m"));
        await RestartAsync();
        Assert.Equal(set.Id, Version("org/m"));
        Assert.Equivalent(set, (await VersionsAsync("org/m")).Data.Single(), strict: true);
    }

    [Fact]
    public async Task Set_Again_AddsAVersionAndLeavesTheOlderAsItWas()
    {
        // The clock stands still: of two versions from the same moment the one said later counts.
        var first = await Farebox.PostAsync<ModelPrice>(Prices, new { model = "m", input = "1", output = "2" });
        var second = await Farebox.PostAsync<ModelPrice>(Prices, new { model = "m", input = "3", output = "4" });
        Assert.Equal(second.Id, Version("m"));

        var versions = (await VersionsAsync("m")).Data;
        Assert.Equal([second.Id, first.Id], versions.Select(version => version.Id));
        Assert.Equivalent(second, versions[0], strict: true);
        Assert.Equivalent(first with { State = "inactive" }, versions[1], strict: true);
    }

    [Fact]
    public async Task Set_ForLater_BeginsThenWithoutARestart()
    {
        var now = await Farebox.PostAsync<ModelPrice>(Prices, new { model = "m", input = "1", output = "2" });
        var later = await Farebox.PostAsync<ModelPrice>(Prices, new { model = "m", per_request = "0.01", effective_from = _clock.Seconds + 3600 });
        Assert.Equal("scheduled", later.State);
        var before = Snapshot;

        _clock.Advance(TimeSpan.FromSeconds(3599));
        Assert.Equal(now.Id, Version("m"));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(later.Id, Version("m"));
        Assert.Same(before, Snapshot);
        Assert.Equal(["in_effect", "inactive"], (await VersionsAsync("m")).Data.Select(version => version.State));
    }

    [Fact]
    public async Task Set_EndOfOwnPrice_ReturnsToTheList()
    {
        var listed = Version("gpt-4o");
        var own = await Farebox.PostAsync<ModelPrice>(Prices, new { model = "gpt-4o", input = "9", output = "9" });
        Assert.Equal(own.Id, Version("gpt-4o"));
        var end = await Farebox.PostAsync<ModelPrice>(Prices, new { model = "gpt-4o", ends_own_price = true });
        Assert.Equal((true, null, "in_effect"), (end.EndsOwnPrice, end.Input, end.State));
        Assert.Equal(listed, Version("gpt-4o"));
        Assert.Equal(
            [(end.Id, "in_effect"), (own.Id, "inactive"), (listed!, "in_effect")],
            (await VersionsAsync("gpt-4o")).Data.Select(version => (version.Id, version.State)));
    }

    [Fact]
    public async Task List_ListedPrice_ShowsItsSourceAndWhenItChanges()
    {
        var versions = (await VersionsAsync("gemini-3.8-flash")).Data;
        Assert.Equal(["scheduled", "in_effect"], versions.Select(version => version.State));
        Assert.All(versions, version => Assert.Equal(("list", "https://ai.google.dev/gemini-api/docs/pricing", "2026-10-07"), (version.Origin, version.Source, version.AsOf)));
        Assert.NotEmpty(versions[0].Via!);
        Assert.Null(versions[1].EffectiveFrom);

        _clock.Advance(DateTimeOffset.FromUnixTimeSeconds(versions[0].EffectiveFrom!.Value) - _clock.GetUtcNow());
        Assert.Equal(versions[0].Id, Version("gemini-3.8-flash"));
    }

    [Fact]
    public async Task List_Pages_HoldEachVersionOnce()
    {
        var ids = new List<string>();
        string? after = null;
        for (var more = true; more;)
        {
            var page = await Farebox.GetAsync<ListPage<ModelPrice>>($"{Prices}?limit=30" + (after is null ? "" : $"&after={after}"));
            ids.AddRange(page.Data.Select(version => version.Id));
            (after, more) = (page.LastId, page.HasMore);
        }

        Assert.True(ids.Count > 60);
        Assert.Equal(ids.Distinct(), ids);
        Assert.Equal("after", (await Farebox.CallAsync(HttpMethod.Get, $"{Prices}?after=nothing")).Error.Param);
    }

    [Fact]
    public async Task Prices_WithoutASystemScope_AreRefused()
    {
        var key = Farebox.With(await Farebox.NewKeyAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, (await key.CallAsync(HttpMethod.Get, Prices)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await key.CallAsync(HttpMethod.Post, Prices, new { model = "m", input = "1", output = "1" })).Status);
    }
}
