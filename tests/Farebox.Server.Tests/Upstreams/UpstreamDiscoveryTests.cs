using Dapper;
using Farebox.Contracts.Upstreams;
using Farebox.Server.Platform;
using Farebox.Server.Storage;
using Farebox.Testing.Upstream;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.Upstreams;

public sealed class UpstreamDiscoveryTests : UpstreamsFixture
{
    private IEnumerable<string> Callable => Snapshot.Catalog.Models.Select(model => model.Name);

    [Fact]
    public async Task Round_ListChanged_IsServedAndAnnouncedOnce()
    {
        Provider.Models = ["a", "b"];
        await AddAsync();
        await AddAsync("silent", baseUrl: NowhereUrl);
        var announcements = 0;
        Farebox.Services.GetRequiredService<ChangeFeed>().CatalogChanged += () =>
        {
            announcements++;
            return Task.CompletedTask;
        };

        Provider.Models = ["c", "a"];
        await Discovery.RunRoundAsync(Token);
        Assert.Equal(["c", "a", "eliza"], Callable);
        Assert.Equal(1, announcements);

        await Discovery.RunRoundAsync(Token);
        Assert.Equal(1, announcements);
    }

    [Fact]
    public async Task Round_ModelThatStays_KeepsTheTimeItWasFirstSeen()
    {
        Provider.Models = ["a"];
        await AddAsync();
        var created = Snapshot.Catalog.Models[0].CreatedAt;
        Assert.InRange(created, 1_700_000_000, 10_000_000_000);

        Provider.Models = ["b", "a"];
        await Discovery.RunRoundAsync(Token);
        Assert.Equal(created, Snapshot.Catalog.Models.Single(model => model.Name == "a").CreatedAt);
    }

    [Fact]
    public async Task Round_UpstreamFails_KeepsItsLastList()
    {
        Provider.Models = ["a", "b"];
        var added = await AddAsync();
        Provider.AlwaysFor("/v1/models", Answers.ServerError());

        await Discovery.RunRoundAsync(Token);
        var shown = await ShowAsync(added.Id);
        Assert.Equal("failing", shown.Health);
        Assert.Equal(["a", "b"], shown.Models);
        Assert.Equal(["a", "b", "eliza"], Callable);
    }

    [Fact]
    public async Task Round_DisabledUpstream_IsLeftAlone()
    {
        var added = await AddAsync();
        await Farebox.PostAsync<Upstream>($"{Path}/{added.Id}", new { enabled = false });
        var asked = Provider.Requests.Count;
        await Discovery.RunRoundAsync(Token);
        Assert.Equal(asked, Provider.Requests.Count);
    }

    [Fact]
    public async Task Restart_ProviderIsDown_ServesTheLastKnownModels()
    {
        Provider.Models = ["a", "b"];
        var added = await AddAsync();
        await Provider.DisposeAsync();

        await RestartAsync();
        Assert.Equal(["a", "b", "eliza"], Callable);
        Assert.Equal(["a", "b"], (await ShowAsync(added.Id)).Models);
    }

    [Fact]
    public async Task Start_ProviderOffersOthersMeanwhile_IsAskedInTheBackground()
    {
        Provider.Models = ["a"];
        await AddAsync();
        var gate = new Gate();
        Provider.AlwaysFor("/v1/models", Answers.Behind(gate, Answers.Models("b")));

        // The server starts without waiting for the provider, and serves what it knew.
        await RestartAsync();
        Assert.Equal(["a", "eliza"], Callable);

        var changed = new TaskCompletionSource();
        Farebox.Services.GetRequiredService<ChangeFeed>().CatalogChanged += () =>
        {
            changed.TrySetResult();
            return Task.CompletedTask;
        };
        gate.Open();
        await changed.Task.WaitAsync(Patience.Limit, Token);
        await Farebox.Services.GetRequiredService<Server.Snapshots.SnapshotSource>().StartAsync(Token);
        Assert.Equal(["b", "eliza"], Callable);
    }

    [Fact]
    public async Task Discover_Asked_TakesUpTheNewList()
    {
        var added = await AddAsync();
        Provider.Models = ["fresh"];
        Assert.Equal(["fresh"], (await Farebox.PostAsync<Upstream>($"{Path}/{added.Id}/discover")).Models);
        Assert.Equal(["fresh", "eliza"], Callable);
    }

    [Fact]
    public async Task Discover_RemovedMeanwhile_LeavesNoModelsBehind()
    {
        var added = await AddAsync();
        var gate = new Gate();
        Provider.AlwaysFor("/v1/models", Answers.Behind(gate, Answers.Models("late")));
        var discovering = Discovery.DiscoverAsync(added.Id, Actor.Server, Token);
        await gate.WaitUntilHeldAsync(Token);

        await Farebox.CallAsync(HttpMethod.Delete, $"{Path}/{added.Id}");
        gate.Open();
        await discovering;
        Assert.Equal(["eliza"], Callable);
        Assert.Equal(0, await Farebox.Services.GetRequiredService<Database>().ReadAsync(
            connection => connection.ExecuteScalar<long>("SELECT COUNT(*) FROM upstream_models"), Token));
    }
}
