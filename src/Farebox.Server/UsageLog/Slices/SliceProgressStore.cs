using System.Data.Common;
using Dapper;
using Farebox.Server.Storage;

namespace Farebox.Server.UsageLog.Slices;

/// <summary>An organization's records that wait for their slices.</summary>
internal sealed class WaitingRecords
{
    public required string OrganizationId { get; init; }

    /// <summary>The oldest of them; null when there are none.</summary>
    public byte[]? FirstId { get; init; }

    /// <summary>How many there are; counted up to a bound.</summary>
    public long Count { get; init; }
}

/// <summary>Reads how far slices are made, and what is left to do.</summary>
internal sealed class SliceProgressStore(Database database)
{
    // One look-up per organization: the table is not read.
    private const string Owners = """
        WITH RECURSIVE owners (id) AS (
            SELECT min(organization_id) FROM usage_records
            UNION ALL
            SELECT (SELECT min(organization_id) FROM usage_records WHERE organization_id > owners.id) FROM owners WHERE owners.id IS NOT NULL)
        """;

    /// <summary>Unix milliseconds: every record with an id of an earlier moment is in a slice, or marked.</summary>
    public static long RolledTo(DbConnection connection) => connection.ExecuteScalar<long>("SELECT rolled_to FROM usage_progress");

    /// <summary>Unix milliseconds: records with ids of earlier moments are deleted.</summary>
    public static long KeptFrom(DbConnection connection, string organizationId) =>
        connection.ExecuteScalar<long>("SELECT coalesce(max(from_ms), 0) FROM usage_kept WHERE organization_id = @organizationId", new { organizationId });

    /// <summary>Up to where slices are made, and the records between there and a moment.</summary>
    public Task<(long RolledTo, List<WaitingRecords> Waiting)> WaitingAsync(long untilMs, int maxCount) => database.ReadAsync(connection =>
    {
        var rolledTo = RolledTo(connection);
        var waiting = connection.Query<WaitingRecords>($"""
            {Owners}
            SELECT id AS OrganizationId,
                (SELECT min(request_id) FROM usage_records WHERE organization_id = owners.id AND request_id >= @from AND request_id < @until) AS FirstId,
                (SELECT count(*) FROM (
                    SELECT 1 FROM usage_records WHERE organization_id = owners.id AND request_id >= @from AND request_id < @until LIMIT @maxCount)) AS Count
            FROM owners WHERE id IS NOT NULL
            """, new { from = RequestIdRange.At(rolledTo), until = RequestIdRange.At(untilMs), maxCount });
        return (rolledTo, waiting.Where(row => row.FirstId is not null).ToList());
    });

    /// <summary>Slices that a process left behind when it ended before it had made all of its round's.</summary>
    public Task<List<long>> LeftBehindAsync() => database.ReadAsync(connection => connection.Query<long>(
        "SELECT id FROM usage_slices WHERE first_id >= @from", new { from = RequestIdRange.At(RolledTo(connection)) }).AsList());

    /// <summary>The last slices of an organization, the newest first.</summary>
    public Task<List<SliceHead>> NewestAsync(string organizationId, int count) => database.ReadAsync(connection => connection.Query<SliceHead>(
        $"SELECT {SliceHead.Columns} FROM usage_slices WHERE organization_id = @organizationId ORDER BY first_id DESC LIMIT @count",
        new { organizationId, count }).AsList());

    /// <summary>Some of the records that are marked as late, in the order of their ids within each organization.</summary>
    public Task<List<(string OrganizationId, byte[] RequestId)>> LateAsync(int max) => database.ReadAsync(connection =>
        connection.Query<(string, byte[])>(
            "SELECT organization_id, request_id FROM usage_late WHERE request_id < @until ORDER BY organization_id, request_id LIMIT @max",
            new { until = RequestIdRange.At(RolledTo(connection)), max }).AsList());

    /// <summary>Marks on records of an organization with ids in a range.</summary>
    public static List<byte[]> Marks(DbConnection connection, string organizationId, byte[] from, byte[] until) => connection.Query<byte[]>(
        "SELECT request_id FROM usage_late WHERE organization_id = @organizationId AND request_id >= @from AND request_id < @until",
        new { organizationId, from, until }).AsList();

    /// <summary>Slices of an organization that begin in a range.</summary>
    public static List<SliceHead> Between(DbConnection connection, string organizationId, byte[] from, byte[] until) => connection.Query<SliceHead>($"""
        SELECT {SliceHead.Columns} FROM usage_slices
        WHERE organization_id = @organizationId AND first_id >= @from AND first_id < @until ORDER BY first_id
        """, new { organizationId, from, until }).AsList();

    /// <summary>Where the slice begins and the next one does, between which a record belongs.</summary>
    public static (byte[] From, byte[] Until) Around(DbConnection connection, string organizationId, byte[] requestId)
    {
        const string Before = "SELECT max(first_id) FROM usage_slices WHERE organization_id = @organizationId AND first_id <= @requestId";
        const string Behind = "SELECT min(first_id) FROM usage_slices WHERE organization_id = @organizationId AND first_id > @requestId";
        var arguments = new { organizationId, requestId };
        var rolledTo = RequestIdRange.At(RolledTo(connection));
        var behind = connection.ExecuteScalar<byte[]?>(Behind, arguments) ?? rolledTo;
        var from = connection.ExecuteScalar<byte[]?>(Before, arguments) ?? RequestIdRange.At(0);
        return (from, behind.AsSpan().SequenceCompareTo(rolledTo) < 0 ? behind : rolledTo);
    }
}
