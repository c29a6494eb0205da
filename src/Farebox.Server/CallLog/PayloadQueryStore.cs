using Dapper;
using Farebox.Server.Platform;
using Farebox.Server.Storage;
using Microsoft.Data.Sqlite;

namespace Farebox.Server.CallLog;

/// <summary>Reads payloads. Every query names the organization, and the project of a caller who is confined to one.</summary>
internal sealed class PayloadQueryStore(DataDirectory directory)
{
    private const string FindSql = """
        SELECT id AS Id, request_id AS RequestId, organization_id AS OrganizationId, project_id AS ProjectId, started_at AS StartedAt, mode AS Mode,
            request AS Request, request_cut AS RequestCut, answer AS Answer, answer_cut AS AnswerCut, upstream_error AS UpstreamError, steps AS Steps
        FROM payloads
        WHERE request_id = @id AND organization_id = @organizationId AND (@projectId IS NULL OR project_id = @projectId)
        """;

    private readonly string _readString = new SqliteConnectionStringBuilder
    {
        DataSource = directory.CallsPath, Mode = SqliteOpenMode.ReadWrite, DefaultTimeout = 30, Pooling = false,
    }.ToString();

    /// <summary>The payload of one call, or null when none is kept for this organization and project.</summary>
    public Task<PayloadRow?> FindAsync(string organizationId, string? projectId, RequestId id, CancellationToken cancellationToken) =>
        ReadAsync(connection => connection.QuerySingleOrDefault<PayloadRow>(FindSql, new { id = id.ToBytes(), organizationId, projectId }), cancellationToken);

    /// <summary>Request ids of the calls whose payloads hold some words, in their order.</summary>
    /// <param name="query">See <see cref="SearchText.Query"/>.</param>
    /// <param name="after">Only ids behind this one, in the order asked for.</param>
    public async Task<IReadOnlyList<byte[]>> SearchAsync(
        string organizationId, string? projectId, string query, (long FromMs, long ToMs) span, RequestId? after, bool ascending, int limit,
        CancellationToken cancellationToken) => await ReadAsync(
            connection => connection.Query<byte[]>($"""
                SELECT p.request_id FROM payload_words w JOIN payloads p ON p.id = w.rowid
                WHERE payload_words MATCH @query AND p.organization_id = @organizationId AND (@projectId IS NULL OR p.project_id = @projectId)
                    AND p.started_at >= @FromMs AND p.started_at < @ToMs AND (@after IS NULL OR p.request_id {(ascending ? '>' : '<')} @after)
                ORDER BY p.request_id {(ascending ? "ASC" : "DESC")} LIMIT @limit
                """, new { query, organizationId, projectId, span.FromMs, span.ToMs, after = after?.ToBytes(), limit }).AsList(),
            cancellationToken) ?? [];

    /// <summary>Null when nothing was ever kept: then there is no store.</summary>
    private Task<T?> ReadAsync<T>(Func<SqliteConnection, T?> query, CancellationToken cancellationToken)
        where T : class => Task.Run(() =>
    {
        if (!File.Exists(directory.CallsPath)) return null;
        try
        {
            using var connection = new SqliteConnection(_readString);
            connection.Open();
            return connection.ExecuteScalar<long>("PRAGMA user_version") == 0 ? null : query(connection);
        }
        catch (SqliteException e) when (StoreFailure.IsOfTheStore(e))
        {
            throw new StoreUnavailableException("The call log cannot be read now.", e);
        }
    }, cancellationToken);
}
