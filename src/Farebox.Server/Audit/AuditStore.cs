using System.Data.Common;
using Dapper;
using Farebox.Kernel.Audit;
using Farebox.Server.Storage;

namespace Farebox.Server.Audit;

/// <summary>All SQL that reads audit events. They are appended by <see cref="Database.WriteAsync"/>, and by nothing else.</summary>
internal sealed class AuditStore(Database database)
{
    private const string Columns = """
        SELECT e.sequence AS Sequence, e.id AS Id, e.at AS At, e.organization_id AS OrganizationId, e.project_id AS ProjectId,
            e.actor_kind AS ActorKind, e.actor_id AS ActorId, e.actor_token_id AS ActorTokenId, e.actor_masked AS ActorMasked,
            e.address AS Address, e.user_agent AS UserAgent, e.request_id AS RequestId, e.type AS Type, e.object_id AS ObjectId,
            e.details AS Details, e.previous_hash AS PreviousHash, e.hash AS Hash
        """;

    private const string Named = $"""
        {Columns}, p.name AS ProjectName, o.name AS OrganizationName
        FROM audit_events e
            LEFT JOIN projects p ON p.organization_id = e.organization_id AND p.id = e.project_id
            LEFT JOIN organizations o ON o.id = e.organization_id
        """;

    /// <summary>
    /// Newest first; one row more than the page holds when there are more. Null when the event that the page lies beside is not there.
    /// </summary>
    public Task<List<AuditRow>?> ListAsync(AuditFilter filter, CancellationToken cancellationToken) => database.ReadAsync(connection =>
    {
        var backwards = filter is { Before: not null, After: null };
        long? beside = null;
        if ((filter.After ?? filter.Before) is { } id && (beside = SequenceOf(connection, filter.OrganizationId, id)) is null) return null;

        var rows = connection.Query<AuditRow>($"""
            {Named}
            WHERE {string.Join(" AND ", Conditions(filter, beside is null ? null : backwards ? ">" : "<"))}
            ORDER BY e.sequence {(backwards ? "ASC" : "DESC")} LIMIT @Limit + 1
            """, Arguments(filter, beside)).AsList();
        if (backwards) rows.Reverse();
        return rows;
    }, cancellationToken);

    /// <summary>One event, or null.</summary>
    /// <param name="organizationId">The only one that may be looked at; null for an operator who looks at all.</param>
    public Task<AuditRow?> FindAsync(string? organizationId, string id, CancellationToken cancellationToken) => database.ReadAsync(
        connection => connection.QuerySingleOrDefault<AuditRow>($"""
            {Named}
            WHERE e.id = @id AND (@organizationId IS NULL OR e.organization_id = @organizationId)
            """, new { id, organizationId }), cancellationToken);

    /// <summary>Where the log ends, without looking at what is before it.</summary>
    public Task<AuditHead> HeadAsync() => database.ReadAsync(connection => connection.QuerySingleOrDefault<(long Sequence, byte[]? Hash)>(
        "SELECT sequence, hash FROM audit_events ORDER BY sequence DESC LIMIT 1") is { Hash: { } hash } last
            ? new AuditHead(last.Sequence, Convert.ToHexStringLower(hash))
            : AuditHead.Empty);

    /// <summary>Every event in the order of the log, one at a time: they need not fit into memory.</summary>
    public static IEnumerable<AuditRow> All(DbConnection connection) =>
        connection.Query<AuditRow>($"{Columns} FROM audit_events e ORDER BY e.sequence", buffered: false);

    /// <summary>Whether the triggers are there that refuse to change and to delete events.</summary>
    public static bool IsGuarded(DbConnection connection) => connection.ExecuteScalar<long>("""
        SELECT count(*) FROM sqlite_schema
        WHERE type = 'trigger' AND name IN ('audit_events_append', 'audit_events_keep', 'audit_events_stay')
        """) == 3;

    private static long? SequenceOf(DbConnection connection, string? organizationId, string id) => connection.QuerySingleOrDefault<long?>(
        "SELECT sequence FROM audit_events WHERE id = @id AND (@organizationId IS NULL OR organization_id = @organizationId)",
        new { id, organizationId });

    private static IEnumerable<string> Conditions(AuditFilter filter, string? besideIs)
    {
        yield return filter.OrganizationId is null ? "TRUE" : "e.organization_id = @OrganizationId";
        if (besideIs is not null) yield return $"e.sequence {besideIs} @beside";
        if (filter.OrganizationIds.Count > 0) yield return "e.organization_id IN @OrganizationIds";
        if (filter.ProjectIds.Count > 0) yield return "e.project_id IN @ProjectIds";
        if (filter.Types.Count > 0) yield return "e.type IN @Types";
        if (filter.ActorIds.Count > 0) yield return "(e.actor_id IN @ActorIds OR e.actor_token_id IN @ActorIds)";
        if (filter.ObjectIds.Count > 0) yield return "e.object_id IN @ObjectIds";
        if (filter.FromMs is not null) yield return "e.at >= @FromMs";
        if (filter.ToMs is not null) yield return "e.at < @ToMs";
    }

    private static object Arguments(AuditFilter filter, long? beside) => new
    {
        filter.OrganizationId, filter.OrganizationIds, filter.ProjectIds, filter.Types, filter.ActorIds, filter.ObjectIds, filter.FromMs,
        filter.ToMs, filter.Limit, beside,
    };
}
