using System.Data.Common;
using Dapper;
using Farebox.Server.Platform;

namespace Farebox.Server.UsageLog;

/// <summary>What a usage record says that its call was charged, in nano-USD.</summary>
internal readonly record struct RecordedCharge(string OrganizationId, RequestId RequestId, long Charge);

/// <summary>Reads the charges that usage records name, on one connection: all of them, row by row, or one by its call.</summary>
internal sealed class UsageChargeStore : IDisposable
{
    private readonly DbConnection _connection;
    private readonly DbCommand _find;

    public UsageChargeStore(DbConnection connection)
    {
        _connection = connection;
        _find = connection.CreateCommand();
        _find.CommandText = "SELECT charge_nano FROM usage_records WHERE organization_id = @organization AND request_id = @id";
        foreach (var name in new[] { "@organization", "@id" })
        {
            var parameter = _find.CreateParameter();
            parameter.ParameterName = name;
            _find.Parameters.Add(parameter);
        }
    }

    /// <summary>Every record with a charge.</summary>
    public IEnumerable<RecordedCharge> All()
    {
        using var reader = _connection.ExecuteReader("SELECT organization_id, request_id, charge_nano FROM usage_records WHERE charge_nano <> 0");
        while (reader.Read())
            yield return new RecordedCharge(reader.GetString(0), RequestId.FromBytes((byte[])reader.GetValue(1)), reader.GetInt64(2));
    }

    /// <summary>The charge on a call's record; null when the call has none.</summary>
    public long? Find(string organizationId, RequestId id)
    {
        _find.Parameters[0].Value = organizationId;
        _find.Parameters[1].Value = id.ToBytes();
        using var reader = _find.ExecuteReader();
        return reader.Read() ? reader.GetInt64(0) : null;
    }

    /// <summary>Whether the record of a call may be gone: its organization does not keep records of that time.</summary>
    public bool IsDeleted(string organizationId, RequestId id) => _connection.ExecuteScalar<bool>(
        "SELECT EXISTS (SELECT 1 FROM usage_kept WHERE organization_id = @organizationId AND from_ms > @ms)",
        new { organizationId, ms = RequestIdRange.MsOf(id) });

    /// <inheritdoc/>
    public void Dispose() => _find.Dispose();
}
