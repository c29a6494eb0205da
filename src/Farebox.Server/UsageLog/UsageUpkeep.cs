using Farebox.Server.Platform;
using Farebox.Server.Storage;
using Farebox.Server.UsageLog.Slices;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;

namespace Farebox.Server.UsageLog;

/// <summary>What is done behind the calls: slices are made of usage records, late ones put into theirs, old ones deleted.</summary>
internal sealed class UsageUpkeep(
    Database database, SliceMaker slices, UsageRetention retention, TimeProvider clock, ILogger<UsageUpkeep> logger)
    : BackgroundService
{
    private const int EnoughWaiting = 2000;
    private const int EnoughLate = 2000;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestRest = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestLate = TimeSpan.FromMinutes(5);

    // Two rounds at once would make two slices of the same records.
    private readonly SemaphoreSlim _one = new(1, 1);
    private DateTimeOffset _advancedAt;
    private DateTimeOffset _foldedAt;
    private DateTimeOffset _lookedAt;

    /// <summary>Does all that there is to do, whether there is enough of it or not.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken = default)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            while (await slices.AdvanceAsync(cancellationToken)) cancellationToken.ThrowIfCancellationRequested();
            while (await slices.FoldAsync(cancellationToken) > 0) cancellationToken.ThrowIfCancellationRequested();
            await DeleteAsync(cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _one.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var seen = -1L;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // Nothing was written since: nothing is read, but for records that grow too old.
                if (database.Journal.Commits != seen || clock.GetUtcNow() - _lookedAt >= LongestRest) seen = await RunDueAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is StoreUnavailableException or SqliteException)
            {
                UsageLogLog.UpkeepFailed(logger, e);
            }

            await Task.Delay(Interval, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task DeleteAsync(CancellationToken cancellationToken)
    {
        var deleted = await retention.RunOnceAsync(cancellationToken);
        if (deleted.Records > 0) UsageLogLog.Deleted(logger, deleted.Records, deleted.Batches);
    }

    /// <summary>Does what is due; the number of commits behind it, or -1 when something is left for later.</summary>
    private async Task<long> RunDueAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var commits = database.Journal.Commits;
            var now = clock.GetUtcNow();
            var isDone = now - _lookedAt >= LongestWait;
            if (isDone)
            {
                _lookedAt = now;
                await DeleteAsync(cancellationToken);
            }

            if (await slices.CountWaitingAsync(EnoughWaiting) >= EnoughWaiting || now - _advancedAt >= LongestWait)
            {
                _advancedAt = now;
                while (await slices.AdvanceAsync(cancellationToken)) isDone = false;
            }

            if (await slices.CountLateAsync(EnoughLate) >= EnoughLate || now - _foldedAt >= LongestLate)
            {
                _foldedAt = now;
                while (await slices.FoldAsync(cancellationToken) > 0) isDone = false;
            }

            return isDone && await slices.IsDoneAsync() ? commits : -1;
        }
        finally
        {
            _one.Release();
        }
    }
}
