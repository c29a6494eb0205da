using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;
using Farebox.Server.Storage;
using Farebox.Testing.Server;
using Farebox.Testing.Upstream;
using Microsoft.Extensions.Logging;

namespace Farebox.Server.Tests.Crash;

/// <summary>A server process on a real file system that is full.</summary>
public sealed class FullDiskTests
{
    private const int Clients = 8;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("tmpfs")]
    [InlineData("ext4")]
    public async Task FullUnderLoad_RefusesCalls_AndGoesOnOnceThereIsRoom(string kind)
    {
        using var disk = SmallDisk.TryMount(kind, out var whyNot);
        Assert.SkipWhen(disk is null, whyNot);
        var data = Path.Combine(disk.Path, "data");
        await using var upstream = ScriptedUpstream.Start();
        await using var server = await PaidServer.StartAsync(data, upstream);

        disk.Fill(leave: 512 << 10);
        using var stop = new CancellationTokenSource();
        var load = server.LoadAsync(Clients, stop.Token);
        var line = await server.Process.Output.WaitForAsync("The store takes no writes (", Cancellation);
        Assert.Contains("disk is full", line, StringComparison.Ordinal);
        await AssertRefusesAsync(server);
        Assert.False(load.IsCompleted, "No client waits for its call to be written down.");

        // The clients that wait get their answers, and call no more.
        await stop.CancelAsync();
        disk.Free();
        await server.Process.Output.WaitForAsync("The store takes writes again", Cancellation);
        await load;
        foreach (var stream in new[] { false, true }) Assert.Equal(200, (await server.CallAsync(stream)).Status);
        await server.AssertAllOnRecordAsync();
        await PaidServer.VerifyAsync(data);
        Assert.Equal(0, await server.Process.StopAsync());

        var report = await PaidServer.VerifyAsync(data);
        Assert.Equal((server.Seen.Count, 0), (report.GetProperty("charges").GetInt32(), report.GetProperty("pending_reservations").GetInt32()));
        Assert.True(server.Seen.Count > Clients);
    }

    [Fact]
    public async Task FullWithNothingWaiting_IsNotTakenForRoom()
    {
        using var disk = SmallDisk.TryMount("tmpfs", out var whyNot);
        Assert.SkipWhen(disk is null, whyNot);
        var options = new FareboxOptions { Data = Path.Combine(disk.Path, "data") };
        using var logs = new FileLogs(path: null);
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(logs));
        using var database = new Database(DataDirectory.Open(options), options, TimeProvider.System, factory.CreateLogger<JournalWriter>());
        await MakeTableAsync(database, "before");
        disk.Fill(leave: 0);

        // Management writes fail at once, so afterwards nothing is left to try again.
        await Assert.ThrowsAsync<StoreUnavailableException>(() => MakeTableAsync(database, "during"));
        await logs.Watch.WaitForAsync("The store takes no writes (", Cancellation);

        // Some tries long: there is no event for what must not happen.
        await Task.Delay(TimeSpan.FromSeconds(1), Cancellation);
        Assert.False(database.Journal.Accepts);
        Assert.Single(logs.Lines);

        disk.Free();
        await logs.Watch.WaitForAsync("The store takes writes again", Cancellation);
        await MakeTableAsync(database, "after");
    }

    [Fact]
    public async Task FullAtStart_IsRefusedWithThePath()
    {
        using var disk = SmallDisk.TryMount("tmpfs", out var whyNot);
        Assert.SkipWhen(disk is null, whyNot);
        var data = Path.Combine(disk.Path, "data");
        await using var upstream = ScriptedUpstream.Start();
        await using (var server = await PaidServer.StartAsync(data, upstream)) await server.Process.StopAsync();
        disk.Fill(leave: 0);

        var refused = await FareboxProgram.RunAsync(Cancellation, "serve", "--data", data, "--listen", "http://127.0.0.1:0");

        Assert.Equal(2, refused.Status);
        Assert.Contains(data, Assert.Single(refused.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);

        disk.Free();
        await PaidServer.VerifyAsync(data);
    }

    private static Task<int> MakeTableAsync(Database database, string name) =>
        database.UpkeepAsync(connection => connection.Execute($"CREATE TABLE {name} (id INTEGER PRIMARY KEY)"));

    private static async Task AssertRefusesAsync(PaidServer server)
    {
        foreach (var stream in new[] { false, true })
        {
            var (status, body, response) = await server.CallAsync(stream);
            Assert.Equal(503, status);
            Assert.Equal("server_is_overloaded", JsonSerializer.Deserialize<JsonElement>(body).GetProperty("error").GetProperty("code").GetString());
            Assert.NotNull(response.Headers.RetryAfter);
        }

        using var management = await server.Process.Admin.PostAsJsonAsync("/v1/organization/projects", new { name = "new" }, Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, management.StatusCode);
        using var ready = await server.Client.GetAsync(new Uri("/readyz", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        using var alive = await server.Client.GetAsync(new Uri("/healthz", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
        Assert.NotEqual(0, (await server.Process.GetAsync("/v1/organization/request_logs")).GetProperty("data").GetArrayLength());
    }
}
