using System.Buffers.Binary;
using System.Data.Common;
using Dapper;
using Farebox.Kernel.Ledger;
using Farebox.Server.Storage;

namespace Farebox.Server.Ledger;

/// <summary>Writes transfers and counters, and reads counters by id.</summary>
internal static class LedgerStore
{
    // DO NOTHING on the key alone: a batch that failed is applied again, and a transfer is one transfer; any other fault must show.
    private const string InsertSql = """
        INSERT INTO ledger_transfers (id, phase, leg, kind, debit_account, credit_account, reserved, posted, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id, phase, leg) DO NOTHING
        """;

    private const string UpdateSql = """
        UPDATE ledger_accounts
        SET debits_pending = debits_pending + ?, debits_posted = debits_posted + ?,
            credits_pending = credits_pending + ?, credits_posted = credits_posted + ?
        WHERE id = ?
        """;

    private const string OpenSql = """
        INSERT INTO ledger_accounts (id, unit, debits_pending, debits_posted, credits_pending, credits_posted) VALUES (?, ?, ?, ?, ?, ?)
        """;

    /// <summary>Inserts a row; false when it is there already.</summary>
    internal static bool Insert(StoreConnection connection, in TransferRow row)
    {
        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(id, row.Id);
        return connection.Statement(InsertSql)
            .Bind(id).Bind((long)row.Phase).Bind(row.Leg).Bind((long)row.Kind).Bind(row.DebitAccount).Bind(row.CreditAccount)
            .Bind(row.Reserved).Bind(row.Posted).Bind(row.CreatedAtMs)
            .RunCounting() == 1;
    }

    /// <summary>Adds to an account's counters, and opens it when this is its first transfer.</summary>
    internal static void AddToCounters(StoreConnection connection, string id, LedgerUnit unit, in LedgerCounters sums)
    {
        // Not one upsert: its checks would see the sums, which may be negative, as if they were counters.
        var known = connection.Statement(UpdateSql)
            .Bind(sums.DebitsPending).Bind(sums.DebitsPosted).Bind(sums.CreditsPending).Bind(sums.CreditsPosted).Bind(id)
            .RunCounting() == 1;
        if (known) return;
        connection.Statement(OpenSql)
            .Bind(id).Bind((long)unit)
            .Bind(sums.DebitsPending).Bind(sums.DebitsPosted).Bind(sums.CreditsPending).Bind(sums.CreditsPosted)
            .Run();
    }

    /// <summary>As the other, inside a management write.</summary>
    internal static void AddToCounters(DbConnection connection, string id, LedgerUnit unit, LedgerCounters sums)
    {
        var row = new { id, unit = (long)unit, sums.DebitsPending, sums.DebitsPosted, sums.CreditsPending, sums.CreditsPosted };
        var known = connection.Execute(
            """
            UPDATE ledger_accounts
            SET debits_pending = debits_pending + @DebitsPending, debits_posted = debits_posted + @DebitsPosted,
                credits_pending = credits_pending + @CreditsPending, credits_posted = credits_posted + @CreditsPosted
            WHERE id = @id
            """,
            row);
        if (known > 0) return;
        connection.Execute(
            """
            INSERT INTO ledger_accounts (id, unit, debits_pending, debits_posted, credits_pending, credits_posted)
            VALUES (@id, @unit, @DebitsPending, @DebitsPosted, @CreditsPending, @CreditsPosted)
            """,
            row);
    }

    /// <summary>As the other, inside a management write.</summary>
    internal static bool Insert(DbConnection connection, TransferRow row) => connection.Execute(
        """
        INSERT INTO ledger_transfers (id, phase, leg, kind, debit_account, credit_account, reserved, posted, created_at)
        VALUES (@id, @phase, @Leg, @kind, @DebitAccount, @CreditAccount, @Reserved, @Posted, @CreatedAtMs)
        ON CONFLICT (id, phase, leg) DO NOTHING
        """,
        new
        {
            id = IdBytes(row.Id), phase = (long)row.Phase, row.Leg, kind = (long)row.Kind, row.DebitAccount, row.CreditAccount,
            row.Reserved, row.Posted, row.CreatedAtMs,
        }) == 1;

    /// <summary>The counters of those accounts that have any.</summary>
    internal static Dictionary<string, LedgerCounters> ReadCounters(DbConnection connection, string[] ids) =>
        connection.Query<(string Id, long DebitsPending, long DebitsPosted, long CreditsPending, long CreditsPosted)>(
            "SELECT id, debits_pending, debits_posted, credits_pending, credits_posted FROM ledger_accounts WHERE id IN @ids",
            new { ids })
        .ToDictionary(
            row => row.Id,
            row => new LedgerCounters(row.DebitsPending, row.DebitsPosted, row.CreditsPending, row.CreditsPosted),
            StringComparer.Ordinal);

    private static byte[] IdBytes(UInt128 id)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, id);
        return bytes;
    }
}
