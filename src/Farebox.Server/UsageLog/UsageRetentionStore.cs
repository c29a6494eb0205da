using Dapper;
using Farebox.Server.Storage;
using Farebox.Server.UsageLog.Slices;

namespace Farebox.Server.UsageLog;

/// <summary>Deletes old usage records; each call is one transaction of the journal. What there is to delete is read beside it.</summary>
internal sealed class UsageRetentionStore(Database database)
{
    private const int SlicesPerBatch = 4;

    /// <summary>Unix milliseconds: records with ids of earlier moments are shown to nobody.</summary>
    public Task<long> KeptFromAsync(string organizationId) => database.ReadAsync(connection => SliceProgressStore.KeptFrom(connection, organizationId));

    /// <summary>From now on earlier records are shown to nobody.</summary>
    public Task KeepFromAsync(string organizationId, long ms) => WriteAsync("""
        INSERT INTO usage_kept (organization_id, from_ms) VALUES (@organizationId, @ms)
        ON CONFLICT (organization_id) DO UPDATE SET from_ms = max(from_ms, excluded.from_ms)
        """, new { organizationId, ms });

    /// <summary>Deletes the oldest records with ids of earlier moments, so many at most; how many there were.</summary>
    public async Task<int> DeleteRecordsAsync(string organizationId, long beforeMs, int max)
    {
        // The writer gets a range: it looks for nothing.
        var end = await database.ReadAsync(connection => connection.QueryFirstOrDefault<byte[]>("""
            SELECT max(request_id) FROM (
                SELECT request_id FROM usage_records WHERE organization_id = @organizationId AND request_id < @before ORDER BY request_id LIMIT @max)
            """, new { organizationId, before = RequestIdRange.At(beforeMs), max }));
        return end is null ? 0 : await WriteAsync("""
            DELETE FROM usage_records WHERE organization_id = @organizationId AND request_id <= @end;
            DELETE FROM usage_late WHERE organization_id = @organizationId AND request_id <= @end
            """, new { organizationId, end });
    }

    /// <summary>Deletes some slices all of whose records have ids of earlier moments; how many there were.</summary>
    public async Task<int> DeleteSlicesAsync(string organizationId, long beforeMs)
    {
        var ids = await database.ReadAsync(connection => connection.Query<long>("""
            SELECT id FROM usage_slices WHERE organization_id = @organizationId AND first_id < @before AND last_id < @before LIMIT @SlicesPerBatch
            """, new { organizationId, before = RequestIdRange.At(beforeMs), SlicesPerBatch }).AsList());
        foreach (var id in ids)
        {
            await WriteAsync("""
                DELETE FROM usage_slice_columns WHERE id >= 16 * @id AND id < 16 * @id + 16;
                DELETE FROM usage_slices WHERE id = @id
                """, new { id });
        }

        return ids.Count;
    }

    private Task<int> WriteAsync(string sql, object arguments) => database.UpkeepAsync(connection => connection.Execute(sql, arguments));
}
