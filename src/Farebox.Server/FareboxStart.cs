using Farebox.Server.Accounts;
using Farebox.Server.Audit;
using Farebox.Server.Credentials;
using Farebox.Server.Ledger;
using Farebox.Server.Platform;
using Farebox.Server.Settlement;
using Farebox.Server.Snapshots;
using Farebox.Server.Storage;
using Microsoft.Extensions.Hosting;

namespace Farebox.Server;

/// <summary>
/// What happens before the first call is served: the last process's reservations and open calls are settled, an empty store gets its organization,
/// project and operator's key. The first snapshot is built behind it.
/// </summary>
internal sealed class FareboxStart(
    LedgerBook ledger, CallSettlement settlement, DefaultAccounts accounts, FirstStart firstStart, AuditStart audit, SnapshotSource snapshots,
    DataDirectory directory)
    : IHostedService
{
    private volatile bool _done;

    /// <summary>Whether all of it is done and the store takes writes.</summary>
    public bool IsReady => _done && snapshots.IsLoaded && settlement.Accepts;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await StartAsync();
        }
        catch (StoreUnavailableException e)
        {
            var reason = (e.InnerException ?? e).Message;
            throw new StartRefusedException($"`data` (FAREBOX_DATA): the store {directory.StorePath} takes no writes: {reason}", e);
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task StartAsync()
    {
        await ledger.StartAsync();
        await settlement.ResolveInterruptedAsync();
        await accounts.EnsureAsync();
        var (operatorKey, error) = await firstStart.EnsureAsync();
        if (error is not null) throw new StartRefusedException(error);
        await audit.TellAsync();
        if (operatorKey is not null)
        {
            // Not by the logger: logs are kept and shipped, and this is the one time that the key can be read.
            await Console.Out.WriteLineAsync($"""
                The operator's admin key, shown this once:

                    {operatorKey}

                Keep it safe. It manages this installation and cannot call a model.
                """);
        }

        _done = true;
    }
}
