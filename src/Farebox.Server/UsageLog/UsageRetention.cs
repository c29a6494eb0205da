using Farebox.Server.CallLog;
using Farebox.Server.Platform.Options;

namespace Farebox.Server.UsageLog;

/// <summary>What was deleted, in how many transactions.</summary>
internal readonly record struct DeletedRecords(long Records, long Batches);

/// <summary>
/// Deletes usage records that are older than their organization keeps them, whole days (UTC) at a time. They are gone from every answer at once, and
/// from the disk batch by batch: between two of them whatever else waits is written.
/// </summary>
internal sealed class UsageRetention(UsageRetentionStore store, CallLogSettingsStore settings, FareboxOptions options, TimeProvider clock)
{
    private const long DayMs = 86_400_000;

    /// <summary>Deletes what is too old now.</summary>
    public async Task<DeletedRecords> RunOnceAsync(CancellationToken cancellationToken)
    {
        var today = clock.GetUtcNow().ToUnixTimeMilliseconds() / DayMs;
        var deleted = default(DeletedRecords);
        foreach (var row in await settings.AllAsync())
        {
            if (row.ProjectId.Length > 0) continue;

            // What was given up stays so when somebody keeps more from now on; what is left of it on the disk goes all the same.
            var keptFrom = await store.KeptFromAsync(row.OrganizationId);
            if (row.UsageRetentionDays is { } days && Math.Max(0, (today - days) * DayMs) is var wanted && wanted > keptFrom)
                await store.KeepFromAsync(row.OrganizationId, keptFrom = wanted);
            if (keptFrom == 0) continue;
            while (await store.DeleteRecordsAsync(row.OrganizationId, keptFrom, options.UsageDeleteBatch) is var count and > 0)
            {
                deleted = new DeletedRecords(deleted.Records + count, deleted.Batches + 1);
                cancellationToken.ThrowIfCancellationRequested();
            }

            while (await store.DeleteSlicesAsync(row.OrganizationId, keptFrom) > 0) cancellationToken.ThrowIfCancellationRequested();
        }

        return deleted;
    }
}
