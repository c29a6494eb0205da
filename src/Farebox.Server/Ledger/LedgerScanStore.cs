using System.Buffers.Binary;
using System.Data.Common;
using Dapper;
using Farebox.Kernel.Ledger;

namespace Farebox.Server.Ledger;

/// <summary>Reads the ledger from end to end, row by row: there may be more rows than fit in memory.</summary>
internal static class LedgerScanStore
{
    private const string TransfersSql =
        "SELECT id, phase, leg, kind, debit_account, credit_account, reserved, posted, created_at FROM ledger_transfers ";

    /// <summary>All transfers, in the order of their ids, phases and legs.</summary>
    internal static IEnumerable<TransferRow> Transfers(DbConnection connection) =>
        Read(connection, TransfersSql + "ORDER BY id, phase, leg");

    /// <summary>The same from the other end.</summary>
    internal static IEnumerable<TransferRow> TransfersNewestFirst(DbConnection connection) =>
        Read(connection, TransfersSql + "ORDER BY id DESC, phase DESC, leg DESC");

    /// <summary>All accounts.</summary>
    internal static IEnumerable<LedgerAccount> Accounts(DbConnection connection)
    {
        using var reader = connection.ExecuteReader(
            "SELECT id, unit, debits_pending, debits_posted, credits_pending, credits_posted FROM ledger_accounts");
        while (reader.Read())
        {
            var counters = new LedgerCounters(reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5));
            yield return new LedgerAccount(reader.GetString(0), (LedgerUnit)reader.GetInt64(1), counters);
        }
    }

    private static IEnumerable<TransferRow> Read(DbConnection connection, string sql)
    {
        using var reader = connection.ExecuteReader(sql);
        while (reader.Read())
        {
            yield return new TransferRow(
                BinaryPrimitives.ReadUInt128BigEndian((byte[])reader.GetValue(0)),
                (TransferPhase)reader.GetInt64(1), reader.GetInt64(2), (TransferKind)reader.GetInt64(3),
                reader.GetString(4), reader.GetString(5), reader.GetInt64(6), reader.GetInt64(7), reader.GetInt64(8));
        }
    }
}
