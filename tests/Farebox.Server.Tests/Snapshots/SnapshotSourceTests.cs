using Dapper;
using Farebox.Server.Platform;
using Farebox.Server.Storage;
using Farebox.Server.Tests.Upstreams;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.Snapshots;

public sealed class SnapshotSourceTests : UpstreamsFixture
{
    private ChangeFeed Changes => Farebox.Services.GetRequiredService<ChangeFeed>();

    [Fact]
    public async Task Announce_Change_BuildsANewSnapshotBeforeItReturns()
    {
        var before = Snapshot;
        await Changes.AnnounceCatalogAsync();
        Assert.NotSame(before, Snapshot);
    }

    [Fact]
    public async Task Announce_BuildFails_TheOldSnapshotStays()
    {
        await AddAsync();
        var before = Snapshot;
        await Farebox.Services.GetRequiredService<Database>().UpkeepAsync(connection => connection.Execute("DROP TABLE aliases"));

        await Changes.AnnounceCatalogAsync();
        Assert.Same(before, Snapshot);
        Assert.Contains(Farebox.Logs.Lines, line => line.Contains("The catalog could not be rebuilt", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Announce_ManyAtOnce_EndsWithTheNewest()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Farebox.CallAsync(HttpMethod.Post, $"/v1/system/aliases/alias-{i}", new { target = "eliza" })));
        Assert.Equal(20, Snapshot.Catalog.Aliases.Keys.Count(name => name.StartsWith("alias-", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Upstreams_InOneSnapshot_HoldEveryRoute()
    {
        await AddAsync("one");
        await AddAsync("two");
        Assert.All(Snapshot.Catalog.Models.SelectMany(model => model.Routes), route => Assert.True(Snapshot.Upstreams.ContainsKey(route.UpstreamId)));
    }
}
