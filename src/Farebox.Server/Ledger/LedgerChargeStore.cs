using System.Buffers.Binary;
using System.Data.Common;
using Dapper;
using Farebox.Kernel.Ledger;

namespace Farebox.Server.Ledger;

/// <summary>A charge for a call: what was taken, and from which account.</summary>
internal readonly record struct ChargeRow(UInt128 Id, string Account, long Amount);

/// <summary>Reads charges on one connection: all of them, row by row, or one by its call.</summary>
internal sealed class LedgerChargeStore : IDisposable
{
    // phase 1 and kind 1: resolved, and posted.
    private const string ChargesSql =
        "SELECT id, debit_account, posted FROM ledger_transfers WHERE phase = 1 AND kind = 1 AND credit_account = @fares";

    private readonly DbConnection _connection;
    private readonly DbCommand _find;

    public LedgerChargeStore(DbConnection connection)
    {
        _connection = connection;
        _find = connection.CreateCommand();
        _find.CommandText = ChargesSql + " AND id = @id AND debit_account = @account";
        foreach (var name in new[] { "@fares", "@id", "@account" })
        {
            var parameter = _find.CreateParameter();
            parameter.ParameterName = name;
            _find.Parameters.Add(parameter);
        }

        _find.Parameters[0].Value = AccountIds.Of(ContraAccount.Fares);
    }

    /// <summary>Every charge.</summary>
    public IEnumerable<ChargeRow> All()
    {
        using var reader = _connection.ExecuteReader(ChargesSql, new { fares = AccountIds.Of(ContraAccount.Fares) });
        while (reader.Read())
            yield return new ChargeRow(BinaryPrimitives.ReadUInt128BigEndian((byte[])reader.GetValue(0)), reader.GetString(1), reader.GetInt64(2));
    }

    /// <summary>What an organization was charged for a call; null when there is no charge.</summary>
    public long? Find(string organizationId, UInt128 id)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, id);
        _find.Parameters[1].Value = bytes;
        _find.Parameters[2].Value = AccountIds.Credit(organizationId);
        using var reader = _find.ExecuteReader();
        return reader.Read() ? reader.GetInt64(2) : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _find.Dispose();
}
