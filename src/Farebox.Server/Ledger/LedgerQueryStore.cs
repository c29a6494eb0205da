using System.Buffers.Binary;
using System.Data.Common;
using Dapper;
using Farebox.Kernel.Ledger;
using Farebox.Server.Storage;

namespace Farebox.Server.Ledger;

/// <summary>What a budget did in one period.</summary>
/// <param name="Period"><c>life</c>, <c>2026-11</c> or <c>2026-11-22</c>.</param>
/// <param name="Counters">What is on disk: debits are what was spent.</param>
public sealed record PeriodCounters(string Period, LedgerUnit Unit, LedgerCounters Counters);

/// <summary>A transfer that credited an account at once: a grant, a voucher.</summary>
/// <param name="From">Id of the account it came from.</param>
/// <param name="CreatedAtMs">Unix milliseconds.</param>
public sealed record DirectTransfer(UInt128 Id, string From, long Amount, long CreatedAtMs);

/// <summary>Lists for people, newest first, a page at a time.</summary>
public sealed class LedgerQueryStore(Database database)
{
    /// <summary>The periods in which a budget was used.</summary>
    /// <param name="before">The last period of the page before, or null.</param>
    public Task<List<PeriodCounters>> PeriodsAsync(
        string budgetId, string? before, int limit, CancellationToken cancellationToken = default) =>
        database.ReadAsync(connection => Periods(connection, AccountIds.BudgetPrefix(budgetId), before, limit), cancellationToken);

    /// <summary>The top-ups of an account.</summary>
    /// <param name="before">The last id of the page before, or null.</param>
    public Task<List<DirectTransfer>> DirectTransfersAsync(
        string account, UInt128? before, int limit, CancellationToken cancellationToken = default) =>
        database.ReadAsync(connection => DirectTransfers(connection, account, before, limit), cancellationToken);

    private static List<PeriodCounters> Periods(DbConnection connection, string prefix, string? before, int limit) =>
        [.. connection.Query<(string Id, long Unit, long DebitsPending, long DebitsPosted, long CreditsPending, long CreditsPosted)>(
            """
            SELECT id, unit, debits_pending, debits_posted, credits_pending, credits_posted
            FROM ledger_accounts
            WHERE id > @prefix AND id < @end
            ORDER BY id DESC
            LIMIT @limit
            """,
            new { prefix, end = before is null ? prefix + "~" : prefix + before, limit }) // Every period is below a tilde.
            .Select(row => new PeriodCounters(
                row.Id[prefix.Length..],
                (LedgerUnit)row.Unit,
                new LedgerCounters(row.DebitsPending, row.DebitsPosted, row.CreditsPending, row.CreditsPosted)))];

    private static List<DirectTransfer> DirectTransfers(DbConnection connection, string account, UInt128? before, int limit)
    {
        var end = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(end, before ?? UInt128.MaxValue);

        // kind = 4, spelt as in the index.
        return [.. connection.Query<(byte[] Id, string From, long Amount, long CreatedAt)>(
            """
            SELECT id, debit_account, posted, created_at
            FROM ledger_transfers
            WHERE kind = 4 AND credit_account = @account AND id < @end
            ORDER BY id DESC
            LIMIT @limit
            """,
            new { account, end, limit })
            .Select(row => new DirectTransfer(BinaryPrimitives.ReadUInt128BigEndian(row.Id), row.From, row.Amount, row.CreatedAt))];
    }
}
