using Farebox.Server.Accounts.Users;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;

namespace Farebox.Server.Accounts.SignUp;

/// <summary>Deletes people who signed up and never confirmed their address, about once an hour: it may not even be theirs.</summary>
internal sealed class SignUpUpkeep(UserDirectoryStore store, FareboxOptions options, TimeProvider clock, ILogger<SignUpUpkeep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>One round of it; how many went.</summary>
    public async Task<int> RunOnceAsync()
    {
        // Never before the link that they got is over.
        var keep = TimeSpan.FromHours(Math.Max(options.SignUpKeepDays * 24, options.ConfirmLinkHours));
        var deleted = await store.DeleteUnconfirmedAsync((clock.GetUtcNow() - keep).ToUnixTimeMilliseconds());
        if (deleted > 0) AccountsLog.SignUpsDeleted(logger, deleted);
        return deleted;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunOnceAsync();
            }
            catch (Exception e) when (e is StoreUnavailableException or SqliteException)
            {
                AccountsLog.UpkeepFailed(logger, e);
            }

            await Task.Delay(Interval, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
