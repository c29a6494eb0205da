using Dapper;
using Farebox.RecordsBench.Filling;
using Farebox.Server.Platform;
using Microsoft.Data.Sqlite;

namespace Farebox.RecordsBench.Asking;

/// <summary>What of a store questions name: a caller of the largest organization from the middle of the time, and where it begins and ends.</summary>
internal sealed class Sample
{
    public string OrganizationId { get; } = House.IdOf(0);

    /// <summary>Unix seconds, behind the last record.</summary>
    public long End { get; private init; }
    public long Records { get; private init; }

    /// <summary>A record of the middle.</summary>
    public RequestId Id { get; private init; }
    public string ProjectId { get; private init; } = "";
    public string KeyId { get; private init; } = "";
    public string Model { get; private init; } = "";
    public string TokenId { get; private init; } = "";
    public string User { get; private init; } = "";

    public static Sample Read(SqliteConnection connection)
    {
        var last = connection.QuerySingle<byte[]>("SELECT max(request_id) FROM usage_records WHERE organization_id = @id", new { id = House.IdOf(0) });
        var endMs = (long)(ulong)(RequestId.FromBytes(last).Value >> 80);
        var middle = new RequestId((UInt128)(ulong)(endMs - (30 * 86_400_000L)) << 80).ToBytes();
        var row = connection.QueryFirst<(byte[] Id, string ProjectId, string KeyId, string Model, string TokenId, string User)>("""
            SELECT request_id, project_id, key_id, model, token_id, user FROM usage_records
            WHERE organization_id = @id AND request_id > @middle AND token_id IS NOT NULL LIMIT 1
            """, new { id = House.IdOf(0), middle });
        return new Sample
        {
            End = (endMs / 1000) + 1, Records = connection.ExecuteScalar<long>("SELECT sum(records) FROM usage_slices"), Id = RequestId.FromBytes(row.Id),
            ProjectId = row.ProjectId, KeyId = row.KeyId, Model = row.Model, TokenId = row.TokenId, User = row.User,
        };
    }
}
