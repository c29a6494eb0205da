using System.Net;
using System.Net.Http.Json;
using Farebox.Server.Tests.Relay;
using Microsoft.Data.Sqlite;

namespace Farebox.Server.Tests.Crash;

/// <summary>Something else writes to the store, which nothing should, for longer than the server waits (busy_timeout: 10 seconds).</summary>
public sealed class LockedStoreTests : RelayFixture
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task LockedForLong_RefusesCalls_AndGoesOnAfterwards()
    {
        await Farebox.PriceAsync(new { model = "gpt-4o-mini", per_request = "0.001" });
        await Farebox.GrantAsync("5");
        Assert.Equal(200, (await Client.PostAsync(Calls.Body())).Status);

        var locked = Lock();
        var held = Client.PostAsync(Calls.Body());
        var line = await Farebox.Logs.Watch.WaitForAsync("The store takes no writes (", Cancellation);
        Assert.Contains("database is locked", line, StringComparison.Ordinal);
        var refused = await Client.PostAsync(Calls.Body());
        Assert.Equal((503, "server_is_overloaded"), (refused.Status, refused.Error.GetProperty("code").GetString()));
        using var management = await Farebox.Admin.PostAsJsonAsync("/v1/organization/projects", new { name = "new" }, Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, management.StatusCode);
        Assert.False(held.IsCompleted, "An answer left before its settlement was durable.");

        await locked.DisposeAsync();
        await Farebox.Logs.Watch.WaitForAsync("The store takes writes again", Cancellation);
        Assert.Equal(200, (await held).Status);
        Assert.Equal(200, (await Client.PostAsync(Calls.Body())).Status);
        var report = StoreVerification.Run(Path.Combine(Farebox.Options.Data, "farebox.db"), isCopy: false);
        Assert.Empty(report.Faults);
        Assert.Equal(3, report.Charges.Charges);
    }

    private SqliteConnection Lock()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(Farebox.Options.Data, "farebox.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        command.ExecuteNonQuery();
        return connection;
    }
}
