using Farebox.Server.Platform;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;

namespace Farebox.Server.Credentials;

/// <summary>What is done about once a minute: last uses written, signing keys replaced, tokens that expired long ago deleted.</summary>
internal sealed class CredentialUpkeep(
    LastUsed lastUsed, SigningKeys signingKeys, AccessTokenStore tokens, TimeProvider clock, ILogger<CredentialUpkeep> logger)
    : BackgroundService
{
    // An expired token is worth listing for a while, and no longer.
    private const long KeepExpiredMs = 7 * 86_400_000L;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await signingKeys.RefreshAsync();
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryAsync(lastUsed.FlushAsync);
    }

    /// <summary>One round of it.</summary>
    public async Task RunOnceAsync()
    {
        await lastUsed.FlushAsync();
        await signingKeys.RefreshAsync();
        await tokens.PurgeAsync(clock.GetUtcNow().ToUnixTimeMilliseconds() - KeepExpiredMs);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await NextAsync(timer, stoppingToken)) await TryAsync(RunOnceAsync);
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken stoppingToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task TryAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception e) when (e is StoreUnavailableException or SqliteException)
        {
            CredentialsLog.UpkeepFailed(logger, e);
        }
    }
}
