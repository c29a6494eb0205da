using System.Data.Common;
using Dapper;
using Farebox.Kernel.Ledger;
using Farebox.Server.Platform;

namespace Farebox.Server.Ledger;

/// <summary>Resolves what a dead process left reserved.</summary>
internal static class LedgerOrphansStore
{
    /// <summary>Gives it all back, in rows of kind <c>interrupted</c>. To be called before the first reservation.</summary>
    /// <returns>The calls, oldest first.</returns>
    internal static List<RequestId> Resolve(DbConnection connection, long nowMs)
    {
        var orphans = Find(connection);
        foreach (var orphan in orphans)
        {
            LedgerStore.Insert(
                connection, orphan with { Phase = TransferPhase.Resolved, Kind = TransferKind.Interrupted, CreatedAtMs = nowMs });
            GiveBack(connection, orphan.DebitAccount, new LedgerCounters { DebitsPending = -orphan.Reserved });
            GiveBack(connection, orphan.CreditAccount, new LedgerCounters { CreditsPending = -orphan.Reserved });
        }

        return [.. orphans.Select(orphan => new RequestId(orphan.Id)).Distinct().OrderBy(id => id.Value)];
    }

    /// <summary>
    /// What is pending is young, among any number of rows that are not. The contra accounts tell how much there is in all, so the search
    /// goes back from the newest row until it has found that much, and no further.
    /// </summary>
    private static List<TransferRow> Find(DbConnection connection)
    {
        var contras = Enum.GetValues<ContraAccount>().Select(AccountIds.Of).ToArray();
        Int128 pending = 0;
        foreach (var counters in LedgerStore.ReadCounters(connection, contras).Values) pending += counters.CreditsPending;

        var found = new List<TransferRow>();
        if (pending == 0) return found;
        var resolved = new HashSet<(UInt128, long)>();
        UInt128 id = 0;
        foreach (var row in LedgerScanStore.TransfersNewestFirst(connection))
        {
            // Of each id the resolution comes first.
            if (row.Id != id) resolved.Clear();
            id = row.Id;
            if (row.Phase == TransferPhase.Resolved) resolved.Add((row.Id, row.Leg));
            else if (!resolved.Contains((row.Id, row.Leg)))
            {
                found.Add(row);
                pending -= row.Reserved;
            }

            if (pending <= 0) break;
        }

        return found;
    }

    private static void GiveBack(DbConnection connection, string account, LedgerCounters counters) => connection.Execute(
        """
        UPDATE ledger_accounts
        SET debits_pending = debits_pending + @DebitsPending, credits_pending = credits_pending + @CreditsPending
        WHERE id = @account
        """,
        new { account, counters.DebitsPending, counters.CreditsPending });
}
