using Dapper;
using Farebox.Contracts.Audit;
using Farebox.Server.Accounts.Users;
using Farebox.Server.Platform;
using Farebox.Server.Storage;

namespace Farebox.Server.Accounts.Sessions;

/// <summary>All SQL about sessions; each statement names the user, or the hash of a secret that only they have.</summary>
internal sealed class SessionStore(Database database)
{
    private const string Columns = """
        hash AS Hash, s.id AS Id, s.user_id AS UserId, s.stage AS Stage, s.security_stamp AS SecurityStamp, s.remember AS Remember,
            s.address AS Address, s.user_agent AS UserAgent, s.created_at AS CreatedAt, s.seen_at AS SeenAt, s.expires_at AS ExpiresAt
        """;

    private const string Insert = """
        INSERT INTO sessions (hash, id, user_id, stage, security_stamp, remember, address, user_agent, created_at, seen_at, expires_at)
        VALUES (@Hash, @Id, @UserId, @Stage, @SecurityStamp, @Remember, @Address, @UserAgent, @CreatedAt, @SeenAt, @ExpiresAt)
        """;

    private const string Began = "SELECT created_at FROM sessions WHERE hash = @insteadOf AND user_id = @UserId";

    /// <summary>
    /// Begins one, in the place of another if that is named: a session goes on under a new secret when it gets further. Takes along those
    /// that are over.
    /// </summary>
    /// <param name="goesOn">Whether it is the same sign-in: it keeps the moment when that was.</param>
    public Task AddAsync(SessionRow row, byte[]? insteadOf, bool goesOn, Actor actor) => database.WriteAsync(actor, (connection, trail) =>
    {
        var began = goesOn ? connection.ExecuteScalar<long?>(Began, new { insteadOf, row.UserId }) : null;
        connection.Execute("DELETE FROM sessions WHERE hash = @insteadOf OR expires_at <= @CreatedAt", new { insteadOf, row.CreatedAt });
        connection.Execute(Insert, row with { CreatedAt = began ?? row.CreatedAt });
        var type = row.Stage == (long)SessionStage.SignedIn ? AuditEventTypes.LoginSucceeded : AuditEventTypes.LoginStarted;
        trail.Add(AuditEntry.Created(type, UserStore.ObjectOf(row.UserId), new { session_id = row.Id, remember = row.Remember }));
        return true;
    });

    /// <summary>The session of this secret that is neither over nor its user's past, or null.</summary>
    public Task<SessionRow?> FindAsync(byte[] hash, long nowMs) => database.ReadAsync(connection => connection.QuerySingleOrDefault<SessionRow>($"""
        SELECT s.{Columns}
        FROM sessions s JOIN users u ON u.id = s.user_id
        WHERE s.hash = @hash AND s.expires_at > @nowMs AND u.security_stamp = s.security_stamp AND u.disabled_at IS NULL
        """, new { hash, nowMs }));

    /// <summary>A user's, newest first.</summary>
    public Task<List<SessionRow>> ListAsync(string userId, long nowMs) => database.ReadAsync(connection => connection.Query<SessionRow>($"""
        SELECT s.{Columns}
        FROM sessions s JOIN users u ON u.id = s.user_id
        WHERE s.user_id = @userId AND s.expires_at > @nowMs AND u.security_stamp = s.security_stamp
        ORDER BY s.id DESC
        """, new { userId, nowMs }).AsList());

    /// <summary>False when the user has none of this id.</summary>
    public Task<bool> EndAsync(string userId, string id, Actor actor) => database.WriteAsync(actor, (connection, trail) =>
    {
        if (connection.Execute("DELETE FROM sessions WHERE user_id = @userId AND id = @id", new { userId, id }) == 0) return false;
        trail.Add(AuditEntry.Removed(AuditEventTypes.LogoutSucceeded, UserStore.ObjectOf(userId), new { session_id = id }));
        return true;
    });

    /// <summary>Puts off the end of a session that is in use.</summary>
    public Task TouchAsync(byte[] hash, long nowMs, long expiresAtMs) => database.UpkeepAsync(connection => connection.Execute(
        "UPDATE sessions SET seen_at = @nowMs, expires_at = @expiresAtMs WHERE hash = @hash", new { hash, nowMs, expiresAtMs }));
}
