using Farebox.Kernel.CallLog;
using Farebox.Server.Platform;
using Farebox.Server.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;

namespace Farebox.Server.CallLog;

/// <summary>Deletes payloads that are older than their project keeps them: every hour, and when somebody changes for how long that is.</summary>
internal sealed class PayloadUpkeep(
    PayloadWriter writer, PayloadDeletion deletion, CallLogSettingsStore settings, DataDirectory directory, TimeProvider clock, ILogger<PayloadUpkeep> logger)
    : BackgroundService
{
    private const long DayMs = 86_400_000;
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _woken = new(0, 1);

    /// <summary>Has a round made soon.</summary>
    public void Wake()
    {
        try
        {
            _woken.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody did that just before.
        }
    }

    /// <summary>Deletes what is too old now; how many payloads that was.</summary>
    public async Task<long> RunOnceAsync()
    {
        // Where nothing was ever kept nothing is made.
        if (!File.Exists(directory.CallsPath)) return 0;
        var rows = await settings.AllAsync();
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var deleted = 0L;
        foreach (var (organizationId, projectId, oldestMs) in await writer.OrderAsync(store => store.Owners()))
        {
            var untilMs = nowMs - (DaysOf(rows, organizationId, projectId) * DayMs);
            if (oldestMs >= untilMs) continue;

            // One batch per order: between two of them the writer gets to the payloads that wait.
            while (await writer.OrderAsync(store => store.Delete(organizationId, projectId, 0, untilMs)) is var count and > 0) deleted += count;
        }

        if (deleted > 0) await writer.OrderAsync(store => store.Checkpoint());
        return deleted;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _woken.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var first = true; !stoppingToken.IsCancellationRequested; first = false)
        {
            try
            {
                if (first && File.Exists(directory.CallsPath)) await deletion.RepeatAsync();
                await RunOnceAsync();
            }
            catch (Exception e) when (e is StoreUnavailableException or SqliteException)
            {
                CallLogLog.UpkeepFailed(logger, e);
            }

            await ((Task)_woken.WaitAsync(Pause, stoppingToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // A payload whose usage record is deleted could not be shown any more.
    private static long DaysOf(List<CallLogRow> rows, string organizationId, string projectId)
    {
        var organization = rows.Find(row => row.OrganizationId == organizationId && row.ProjectId.Length == 0);
        var project = rows.Find(row => row.OrganizationId == organizationId && row.ProjectId == projectId);
        var days = CallLogRules.Effective(organization?.Setting ?? default, project?.Setting ?? default).RetentionDays;
        return Math.Min(days, organization?.UsageRetentionDays ?? days);
    }
}
