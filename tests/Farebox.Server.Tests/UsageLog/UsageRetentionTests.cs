using System.Net.Http.Json;
using Dapper;
using Farebox.Server.Storage;
using Farebox.Server.Tests.Relay;
using Farebox.Server.Tests.Upstreams;
using Farebox.Server.UsageLog;
using Farebox.Testing.Server;
using Farebox.Testing.Upstream;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.UsageLog;

/// <summary>Usage records deleted by age, on a running server whose date the test moves.</summary>
public sealed class UsageRetentionTests : IAsyncLifetime
{
    private const int Batch = 10;
    private const int OldCalls = 45;

    private readonly ManualTimeProvider _clock = new();
    private readonly ScriptedUpstream _upstream = ScriptedUpstream.Start();
    private RunningFarebox _farebox = null!;
    private HttpClient _client = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _farebox = await RunningFarebox.StartAsync([_upstream], options => options.UsageDeleteBatch = Batch, _clock);
        await _farebox.PriceAsync(new { model = "gpt-4o-mini", per_request = "0.001" });
        await _farebox.GrantAsync("5");
        _client = _farebox.With(await _farebox.NewKeyAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _farebox.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [Fact]
    public async Task OldDays_AreDeletedInSmallBatches_WhileCallsGoOn()
    {
        await CallAsync(OldCalls);
        _clock.Advance(TimeSpan.FromDays(3));
        await KeepAsync(2);
        Assert.Equal(OldCalls, await CountAsync());

        await KeepAsync(1);
        var calls = Task.Run(() => CallAsync(30), Cancelled);
        var deleted = await _farebox.Services.GetRequiredService<UsageRetention>().RunOnceAsync(Cancelled);
        await calls;

        // 45 records, at most 10 at a time: nothing that waits for the journal waits for more than one batch.
        Assert.True(deleted.Batches is >= OldCalls / Batch and <= OldCalls, $"{deleted}");
        Assert.Equal(30, await CountAsync());
        _clock.Advance(TimeSpan.FromSeconds(1));
        var used = await _farebox.GetAsync($"/v1/organization/usage/completions?start_time={_clock.Seconds - (10 * 86_400)}&limit=31");
        Assert.Equal(30, used.GetProperty("data").EnumerateArray().SelectMany(bucket => bucket.GetProperty("results").EnumerateArray())
            .Sum(result => result.GetProperty("num_model_requests").GetInt64()));
    }

    [Fact]
    public async Task VerifyLedger_AfterADeletion_IsSoundAndStillFindsWhatIsMissing()
    {
        await CallAsync(3);
        _clock.Advance(TimeSpan.FromDays(3));
        await KeepAsync(1);
        await CallAsync(2);
        await UpkeepAsync();
        Assert.Equal(2, await CountAsync());
        Assert.Empty(Verify().Faults);
        Assert.Equal(5, Verify().Charges.Charges);

        await _farebox.Services.GetRequiredService<Database>().UpkeepAsync(connection => connection.Execute("DELETE FROM usage_records"));
        Assert.Equal(2, Verify().Charges.FaultCount);
    }

    [Fact]
    public async Task Records_KeptForEver_Stay()
    {
        await CallAsync(2);
        _clock.Advance(TimeSpan.FromDays(4000));
        await UpkeepAsync();
        Assert.Equal(2, await CountAsync());
    }

    [Fact]
    public async Task Deletion_LeftInTheMiddle_IsSeenByNobodyAndGoesOn()
    {
        await CallAsync(3);
        var id = (await _farebox.GetAsync("/v1/organization/request_logs")).GetProperty("data")[0].GetProperty("id").GetString();
        _clock.Advance(TimeSpan.FromDays(3));
        await UpkeepAsync();
        var store = _farebox.Services.GetRequiredService<UsageRetentionStore>();
        var organization = (await _farebox.GetAsync("/v1/organization")).GetProperty("id").GetString()!;
        await KeepAsync(2);
        await store.KeepFromAsync(organization, (_clock.Seconds - 86_400) * 1000);

        Assert.Equal(3, await StoredAsync());
        Assert.Equal(0, await CountAsync());
        Assert.Equal(404, (int)(await _farebox.CallAsync(HttpMethod.Get, $"/v1/organization/request_logs/{id}")).Status);
        var costs = await _farebox.GetAsync($"/v1/organization/costs?start_time={_clock.Seconds - (10 * 86_400)}&limit=30");
        Assert.All(costs.GetProperty("data").EnumerateArray(), bucket => Assert.Equal(0, bucket.GetProperty("results").GetArrayLength()));

        await UpkeepAsync();
        Assert.Equal(0, await StoredAsync());
        Assert.Equal(0, await _farebox.Services.GetRequiredService<Database>().ReadAsync(
            connection => connection.ExecuteScalar<long>("SELECT (SELECT count(*) FROM usage_slices) + (SELECT count(*) FROM usage_slice_columns)"), Cancelled));
    }

    private async Task CallAsync(int count)
    {
        for (var i = 0; i < count; i++) Assert.Equal(200, (await _client.PostAsync(Calls.Body())).Status);
    }

    private async Task KeepAsync(int days)
    {
        using var response = await _farebox.Admin.PatchAsJsonAsync("/v1/organization/call_log", new { usage_retention_days = days }, Cancelled);
        Assert.Equal(200, (int)response.StatusCode);
    }

    private Task UpkeepAsync() => _farebox.Services.GetRequiredService<UsageUpkeep>().RunOnceAsync(Cancelled);

    private async Task<int> CountAsync() => (await _farebox.GetAsync("/v1/organization/request_logs?limit=100")).GetProperty("data").GetArrayLength();

    private Task<long> StoredAsync() => _farebox.Services.GetRequiredService<Database>().ReadAsync(
        connection => connection.ExecuteScalar<long>("SELECT count(*) FROM usage_records"), Cancelled);

    private StoreReport Verify() => StoreVerification.Run(Path.Combine(_farebox.Options.Data, "farebox.db"), isCopy: false);
}
