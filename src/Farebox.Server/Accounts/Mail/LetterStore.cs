using System.Data.Common;
using Dapper;
using Farebox.Server.Storage;

namespace Farebox.Server.Accounts.Mail;

/// <summary>All SQL about letters.</summary>
internal sealed class LetterStore(Database database)
{
    private const string Insert =
        "INSERT INTO letters (id, content, attempts, created_at, next_at) VALUES (@Id, @Content, @Attempts, @CreatedAt, @NextAt)";

    private const string Due = """
        SELECT id AS Id, content AS Content, attempts AS Attempts, created_at AS CreatedAt, next_at AS NextAt
        FROM letters WHERE next_at <= @nowMs ORDER BY next_at LIMIT @most
        """;

    private const string GiveUp = """
        UPDATE letters SET content = NULL, next_at = NULL, failed_at = @nowMs, attempts = attempts + 1, error = @error WHERE id = @id
        """;

    /// <summary>Adds one inside the transaction of what it is about: both are stored, or neither.</summary>
    public static void Add(DbConnection connection, LetterRow row) => connection.Execute(Insert, row);

    /// <summary>Adds one that is about no change: what a stranger's form asked for.</summary>
    public Task AddAsync(LetterRow row) => KeepAsync(Insert, row);

    /// <summary>Those whose turn has come, the longest waiting first.</summary>
    public Task<List<LetterRow>> ListDueAsync(long nowMs, int most) =>
        database.ReadAsync(connection => connection.Query<LetterRow>(Due, new { nowMs, most }).AsList());

    /// <summary>How many wait, and how many were given up.</summary>
    public Task<(long Waiting, long GivenUp)> CountAsync() => database.ReadAsync(connection => connection.QuerySingle<(long, long)>(
        "SELECT count(next_at), count(failed_at) FROM letters"));

    /// <summary>It was sent: nothing of it is kept.</summary>
    public Task RemoveAsync(string id) => KeepAsync("DELETE FROM letters WHERE id = @id", new { id });

    /// <summary>It could not be sent now.</summary>
    public Task PostponeAsync(string id, long nextAtMs, string error) =>
        KeepAsync("UPDATE letters SET attempts = attempts + 1, next_at = @nextAtMs, error = @error WHERE id = @id", new { id, nextAtMs, error });

    /// <summary>It will not be tried again; that it was there is kept until <see cref="ForgetAsync"/>, without what stood in it.</summary>
    public Task GiveUpAsync(string id, long nowMs, string error) => KeepAsync(GiveUp, new { id, nowMs, error });

    /// <summary>Forgets those that were given up before a moment.</summary>
    public Task ForgetAsync(long beforeMs) => KeepAsync("DELETE FROM letters WHERE failed_at < @beforeMs", new { beforeMs });

    private Task<int> KeepAsync(string sql, object values) => database.UpkeepAsync(connection => connection.Execute(sql, values));
}
