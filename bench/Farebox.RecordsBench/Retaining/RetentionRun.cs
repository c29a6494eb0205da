using System.Diagnostics;
using Farebox.Kernel.Credentials;
using Farebox.Kernel.Metering;
using Farebox.Kernel.Routing;
using Farebox.Server.CallLog;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;
using Farebox.Server.Settlement;
using Farebox.Server.Storage;
using Farebox.Server.UsageLog;
using Farebox.Server.UsageLog.Slices;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farebox.RecordsBench.Retaining;

/// <summary>Callers who write records through the journal and wait until each is on the disk: first alone, then while the oldest days are deleted.</summary>
internal static class RetentionRun
{
    private const int Callers = 16;
    private const int AloneSeconds = 10;
    private const int KeptDays = 59;

    public static async Task<RetentionResult> RunAsync(string folder, string organizationId, CancellationToken cancellationToken)
    {
        var options = new FareboxOptions { Data = folder };
        using var database = new Database(DataDirectory.Open(options), options, TimeProvider.System, NullLogger<JournalWriter>.Instance);
        var settings = new CallLogSettingsStore(database);
        var store = new UsageRetentionStore(database);
        var retention = new UsageRetention(store, settings, options, TimeProvider.System);
        var alone = await LoadAsync(database, organizationId, token => Task.Delay(TimeSpan.FromSeconds(AloneSeconds), token), cancellationToken);
        await settings.ChangeAsync(organizationId, "", Actor.Server, row => row with { UsageRetentionDays = KeptDays });
        var (deleted, took) = (default(DeletedRecords), TimeSpan.Zero);
        var beside = await LoadAsync(database, organizationId, async token =>
        {
            var watch = Stopwatch.StartNew();
            deleted = await retention.RunOnceAsync(token);
            took = watch.Elapsed;
        }, cancellationToken);
        return new RetentionResult(alone, beside, deleted.Records, deleted.Batches, options.UsageDeleteBatch, took);
    }

    private static async Task<FlushTimes> LoadAsync(
        Database database, string organizationId, Func<CancellationToken, Task> beside, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var (ids, rolledTo, commits, watch) = (new IdSource(TimeProvider.System), new RolledTo(), database.Journal.Commits, Stopwatch.StartNew());
        var callers = Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            var times = new List<double>();
            while (!stop.IsCancellationRequested)
            {
                var settled = new SettledCall(Record(new RequestId(ids.Next()), organizationId), null, null, rolledTo);
                var (start, durable) = (Stopwatch.GetTimestamp(), settled.Durable);
                database.Journal.Append(settled);
                await durable;
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            return times;
        }, cancellationToken)).ToList();
        await beside(cancellationToken);
        await stop.CancelAsync();
        var all = (await Task.WhenAll(callers)).SelectMany(times => times).Order().ToList();
        return new FlushTimes(
            all[all.Count / 2], all[(int)(all.Count * 0.99)], all[^1], all.Count / watch.Elapsed.TotalSeconds, database.Journal.Commits - commits);
    }

    private static UsageRecord Record(RequestId id, string organizationId)
    {
        var grant = new Grant
        {
            Kind = CredentialKind.ApiKey, KeyId = "key_0KZq3vYtJ8mW0000000000", SecretId = "secret", OrganizationId = organizationId,
            ProjectId = "proj_0KZq3vYtJ8mW0000000000", Name = "bench", Scopes = Scopes.RequestChat, Models = ModelSet.All,
        };
        var nowMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        return new UsageRecord
        {
            Call = new CallIdentity(id, nowMs, grant, Surface.ChatCompletions, false, "model-00", "model-00", null),
            UpstreamId = "up_0KZq3vYtJ8mWc5rXbN7aLf", UpstreamModel = "model-00",
            Usage = new TokenUsage(1019, 512, 257, 64, UsageSource.Reported), Outcome = Outcome.Completed, Status = 200, Attempts = 1,
            DurationUs = 812_345, FirstByteUs = 300_000, UpstreamUs = 643_210,
        };
    }
}

/// <summary>Milliseconds from handing a record over until it is on the disk.</summary>
internal sealed record FlushTimes(double MedianMs, double P99Ms, double MostMs, double PerSecond, long Commits);

/// <summary>What deleting cost those who wrote meanwhile.</summary>
internal sealed record RetentionResult(FlushTimes Alone, FlushTimes Beside, long Deleted, long Batches, int BatchSize, TimeSpan Took);
