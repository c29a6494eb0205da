using Dapper;
using Microsoft.Data.Sqlite;

namespace Farebox.Server.CallLog;

/// <summary>
/// All SQL that changes <c>calls.db</c>, on the writer's thread alone. A store of its own: payloads are many times larger than records, and
/// must not stand in the ledger's way. What is deleted is overwritten, in the index too.
/// </summary>
internal sealed class PayloadStore : IDisposable
{
    /// <summary>Rows deleted in one transaction, at most.</summary>
    public const int BatchRows = 100;

    private const int SchemaVersion = 1;

    private const string SchemaSql = """
        CREATE TABLE payloads (
            id              INTEGER PRIMARY KEY AUTOINCREMENT,
            request_id      BLOB NOT NULL UNIQUE,
            organization_id TEXT NOT NULL,
            project_id      TEXT NOT NULL,
            started_at      INTEGER NOT NULL,
            mode            INTEGER NOT NULL,
            request         BLOB,
            request_cut     INTEGER NOT NULL,
            answer          BLOB,
            answer_cut      INTEGER NOT NULL,
            upstream_error  BLOB,
            steps           BLOB
        );
        CREATE INDEX payloads_by_time ON payloads (organization_id, project_id, started_at);
        CREATE VIRTUAL TABLE payload_words USING fts5(words, content='', tokenize='unicode61');
        INSERT INTO payload_words(payload_words, rank) VALUES ('secure-delete', 1);
        """;

    private const string Columns = """
        SELECT id AS Id, request_id AS RequestId, organization_id AS OrganizationId, project_id AS ProjectId, started_at AS StartedAt, mode AS Mode,
            request AS Request, request_cut AS RequestCut, answer AS Answer, answer_cut AS AnswerCut, upstream_error AS UpstreamError, steps AS Steps
        FROM payloads
        """;

    private readonly SqliteConnection _connection;

    private PayloadStore(SqliteConnection connection) => _connection = connection;

    /// <summary>Opens the store, made when there is none.</summary>
    /// <exception cref="SqliteException">It cannot be opened or written.</exception>
    public static PayloadStore Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 30 }.ToString());
        try
        {
            connection.Open();
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);

            // NORMAL: a machine that loses power may lose the last payloads, never the store. SECURE_DELETE: freed pages are zeroed.
            connection.Execute("""
                PRAGMA busy_timeout = 10000;
                PRAGMA page_size = 8192;
                PRAGMA journal_mode = WAL;
                PRAGMA synchronous = NORMAL;
                PRAGMA secure_delete = ON;
                PRAGMA temp_store = MEMORY;
                """);
            if (connection.ExecuteScalar<long>("PRAGMA user_version") == 0)
            {
                using var transaction = connection.BeginTransaction();
                connection.Execute(SchemaSql, transaction: transaction);
                connection.Execute($"PRAGMA user_version = {SchemaVersion}", transaction: transaction);
                transaction.Commit();
            }

            return new PayloadStore(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Adds rows in one transaction; a call that has one keeps it.</summary>
    public void Add(IReadOnlyList<(PayloadRow Row, string Words)> payloads)
    {
        using var transaction = _connection.BeginTransaction();
        foreach (var (row, words) in payloads)
        {
            var id = _connection.ExecuteScalar<long?>("""
                INSERT INTO payloads (
                    request_id, organization_id, project_id, started_at, mode, request, request_cut, answer, answer_cut, upstream_error, steps)
                VALUES (@RequestId, @OrganizationId, @ProjectId, @StartedAt, @Mode, @Request, @RequestCut, @Answer, @AnswerCut, @UpstreamError, @Steps)
                ON CONFLICT (request_id) DO NOTHING
                RETURNING id
                """, row, transaction);
            if (id is not null) _connection.Execute("INSERT INTO payload_words (rowid, words) VALUES (@id, @words)", new { id, words }, transaction);
        }

        transaction.Commit();
    }

    /// <summary>Deletes the payload of one call.</summary>
    public int Delete(string organizationId, byte[] requestId) =>
        Delete("organization_id = @organizationId AND request_id = @requestId", new { organizationId, requestId, rows = 1 });

    /// <summary>Deletes up to <see cref="BatchRows"/> payloads of calls that began in a span of time; how many there were.</summary>
    /// <param name="projectId">Null for all projects.</param>
    public int Delete(string organizationId, string? projectId, long fromMs, long toMs) => Delete(
        "organization_id = @organizationId AND (@projectId IS NULL OR project_id = @projectId) AND started_at >= @fromMs AND started_at < @toMs",
        new { organizationId, projectId, fromMs, toMs, rows = BatchRows });

    /// <summary>Deletes up to <see cref="BatchRows"/> of the oldest payloads.</summary>
    public int DeleteOldest() => Delete("TRUE", new { rows = BatchRows });

    /// <summary>Who has payloads, and from when on.</summary>
    public IReadOnlyList<(string OrganizationId, string ProjectId, long OldestMs)> Owners() => _connection.Query<(string, string, long)>(
        "SELECT organization_id, project_id, min(started_at) FROM payloads GROUP BY organization_id, project_id").AsList();

    /// <summary>Bytes in use: pages that were freed are used again.</summary>
    public long UsedBytes() => _connection.ExecuteScalar<long>("""
        SELECT (page_count - freelist_count) * page_size FROM pragma_page_count(), pragma_freelist_count(), pragma_page_size()
        """);

    /// <summary>Empties the write-ahead log into the store: until then it may hold what was overwritten there.</summary>
    public int Checkpoint() => _connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private int Delete(string where, object values)
    {
        using var transaction = _connection.BeginTransaction();
        var rows = _connection.Query<PayloadRow>($"{Columns} WHERE {where} ORDER BY id LIMIT @rows", values, transaction).AsList();
        foreach (var row in rows)
        {
            // The index holds no text of its own: it is told which words to forget.
            _connection.Execute(
                "INSERT INTO payload_words (payload_words, rowid, words) VALUES ('delete', @Id, @words)", new { row.Id, words = row.Words() }, transaction);
            _connection.Execute("DELETE FROM payloads WHERE id = @Id", new { row.Id }, transaction);
        }

        transaction.Commit();
        return rows.Count;
    }
}
