using System.Diagnostics;
using Dapper;
using Farebox.Kernel.Metering;
using Farebox.Kernel.Money;
using Farebox.Kernel.Routing;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;
using Farebox.Server.Storage;
using Farebox.Server.UsageLog;
using Farebox.Server.UsageLog.Slices;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farebox.RecordsBench.Filling;

/// <summary>
/// Fills a store with usage records of 60 days, up to now: three organizations, 50 projects, 2 000 keys, 30 models, 20 000 users, and a tenth of all
/// records in the last hour. By the statement that the server writes with, without its flushes.
/// </summary>
internal static class StoreFill
{
    private const int Days = 60;
    private const int Hours = Days * 24;
    private const double LastHourShare = 0.1;
    private const long HourMs = 3_600_000;
    private const int RowsPerCommit = 200_000;

    /// <summary>Fills the store in a folder, and returns how long that took.</summary>
    public static TimeSpan Run(string folder, int records)
    {
        var watch = Stopwatch.StartNew();
        var options = new FareboxOptions { Data = folder };
        var directory = DataDirectory.Open(options);
        var path = directory.StorePath;
        using (new Database(directory, options, TimeProvider.System, NullLogger<JournalWriter>.Instance)) Console.WriteLine("store made");
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        connection.Execute("PRAGMA synchronous = OFF; PRAGMA cache_size = -200000; PRAGMA wal_autocheckpoint = 20000");
        using var store = new StoreConnection(connection);
        var random = new Random(1);
        House[] houses =
            [new(0, 0.85, 40, 1700, 15_000, random), new(1, 0.1, 7, 200, 3000, random), new(2, 0.05, 3, 100, 2000, random)];
        var endMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - 60_000;
        foreach (var house in houses)
        {
            connection.Execute(
                "INSERT INTO organizations (id, name, created_at) VALUES (@Id, @name, @at)",
                new { house.Id, name = house == houses[0] ? "default" : house.Id, at = endMs - (Hours * HourMs) });
            Fill(store, house, (int)(records * house.Share), endMs, random, house == houses[0]);
        }

        connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        return watch.Elapsed;
    }

    private static void Fill(StoreConnection store, House house, int records, long endMs, Random random, bool withRare)
    {
        var rolledTo = new RolledTo();
        var lastHour = withRare ? (int)(records * LastHourShare / house.Share) : records / 20;
        var perHour = (records - lastHour) / (double)(Hours - 1);
        var (written, rareEach) = (0, records / House.RareCalls);
        store.Execute("BEGIN");
        for (var hour = 0; hour < Hours; hour++)
        {
            // More by day than by night.
            var share = 1 + (0.8 * Math.Sin((hour % 24 - 6) * Math.PI / 12));
            var count = hour == Hours - 1 ? lastHour : (int)(perHour * share);
            var startMs = endMs - ((Hours - hour) * HourMs);
            for (var i = 0; i < count; i++)
            {
                var atMs = startMs + (long)((i + random.NextDouble()) * HourMs / count);
                var isRare = withRare && ++written % rareEach == 0;
                UsageRecordStore.Insert(store, Record(house, atMs, hour / 24, random, isRare), rolledTo);
                if (written % RowsPerCommit == 0) Commit(store, house, written);
                if (!withRare) written++;
            }
        }

        store.Execute("COMMIT");
    }

    private static void Commit(StoreConnection store, House house, int written)
    {
        store.Execute("COMMIT");
        store.Execute("BEGIN");
        if (written % (10 * RowsPerCommit) == 0) Console.WriteLine($"{house.Id}: {written:#,0}");
    }

    private static UsageRecord Record(House house, long atMs, int day, Random random, bool isRare)
    {
        var (grant, model) = house.Next(day);
        if (isRare) (grant, model) = (house.RareGrant, House.RareModel);
        var (outcome, status) = random.Next(1000) switch
        {
            < 970 => (Outcome.Completed, 200),
            < 985 => (Outcome.Refused, 429),
            < 992 => (Outcome.UpstreamRefused, 400),
            < 996 => (Outcome.ClientClosed, 200),
            < 999 => (Outcome.UpstreamFailed, 502),
            _ => (Outcome.Interrupted, 200),
        };
        var id = new RequestId(((UInt128)(ulong)atMs << 80) | ((UInt128)0x7000 << 64) | ((ulong)random.NextInt64() | (1UL << 63)));
        var surface = random.Next(10) == 0 ? Surface.Embeddings : Surface.ChatCompletions;
        var call = new CallIdentity(id, atMs, grant, surface, random.Next(3) == 0, model, model, null);
        return Ended(call, outcome, status, random);
    }

    private static UsageRecord Ended(CallIdentity call, Outcome outcome, int status, Random random)
    {
        var (input, output, reached) = (random.Next(10, 20_000), random.Next(1, 4000), outcome != Outcome.Refused);
        var durationUs = (long)(300_000 * Math.Exp(2 * random.NextDouble() * random.NextDouble() * 2));
        return new UsageRecord
        {
            Call = call, UpstreamId = reached ? "up_0KZq3vYtJ8mWc5rXbN7aLf" : null, UpstreamModel = reached ? call.Model : null,
            Usage = reached ? new TokenUsage(input, random.Next(input), output, 0, UsageSource.Reported) : default, Outcome = outcome, Status = status,
            ErrorCode = status == 200 ? null : "server_error", Attempts = reached ? 1 : 0, DurationUs = durationUs,
            FirstByteUs = reached ? durationUs / 3 : null,
            UpstreamUs = reached ? durationUs - 900 : null, Quote = new NanoUsd(60_000_000),
            Charge = new NanoUsd(reached ? (input * 150L) + (output * 600L) : 0),
            PriceVersion = reached ? "price_0KZq3vYtJ8mWc5rXbN7aLg" : null,
        };
    }
}
