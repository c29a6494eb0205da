using System.Data.Common;
using Dapper;
using Farebox.Contracts.Audit;
using Farebox.Server.Accounts.Mail;
using Farebox.Server.Accounts.Users;
using Farebox.Server.Platform;
using Farebox.Server.Storage;
using Microsoft.Data.Sqlite;

namespace Farebox.Server.Accounts.External;

/// <summary>All SQL about who signs in by which provider.</summary>
internal sealed class LoginStore(Database database, MailBell bell)
{
    // SQLITE_CONSTRAINT.
    private const int UniquenessViolated = 19;

    private const string Select = "SELECT issuer AS Issuer, subject AS Subject, user_id AS UserId, email AS Email, added_at AS AddedAt FROM logins ";

    private const string Delete = """
        DELETE FROM logins
        WHERE user_id = @userId AND issuer = @issuer
            AND (EXISTS (SELECT 1 FROM users WHERE id = @userId AND password_hash IS NOT NULL)
                OR EXISTS (SELECT 1 FROM logins WHERE user_id = @userId AND issuer <> @issuer))
        """;

    /// <summary>Null for somebody who is nobody here.</summary>
    public Task<LoginRow?> FindAsync(string issuer, string subject) => database.ReadAsync(connection =>
        connection.QuerySingleOrDefault<LoginRow>(Select + "WHERE issuer = @issuer AND subject = @subject", new { issuer, subject }));

    /// <summary>A user's.</summary>
    public Task<List<LoginRow>> ListAsync(string userId) => database.ReadAsync(connection =>
        connection.Query<LoginRow>(Select + "WHERE user_id = @userId ORDER BY issuer, subject", new { userId }).AsList());

    /// <summary>False when somebody has it already.</summary>
    /// <param name="tell">Posts the letter about it, in the same transaction.</param>
    public async Task<bool> AddAsync(LoginRow row, Actor actor, Action<DbConnection> tell)
    {
        try
        {
            var added = await database.WriteAsync(actor, (connection, trail) =>
            {
                // One of each provider: a second would not be seen on the account's page.
                const string Has = "SELECT EXISTS (SELECT 1 FROM logins WHERE user_id = @UserId AND issuer = @Issuer)";
                if (connection.ExecuteScalar<bool>(Has, row)) return false;
                Add(connection, trail, row);
                tell(connection);
                return true;
            });
            if (added) bell.Ring();
            return added;
        }
        catch (SqliteException e) when (e.SqliteErrorCode == UniquenessViolated)
        {
            return false;
        }
    }

    /// <summary>The same, in the transaction in which the user is made.</summary>
    public static void Add(DbConnection connection, AuditTrail trail, LoginRow row)
    {
        connection.Execute(
            "INSERT INTO logins (issuer, subject, user_id, email, added_at) VALUES (@Issuer, @Subject, @UserId, @Email, @AddedAt)", row);
        trail.Add(AuditEntry.Created(AuditEventTypes.LoginLinked, UserStore.ObjectOf(row.UserId), new { row.Issuer, row.Email }));
    }

    /// <summary>Takes all of a user's away, in the transaction in which they show anew who they are; the issuers of those that there were.</summary>
    public static IReadOnlyList<string> RemoveAll(DbConnection connection, AuditTrail trail, string userId)
    {
        const string Gone = "DELETE FROM logins WHERE user_id = @userId RETURNING issuer";
        var issuers = connection.Query<string>(Gone, new { userId }).Order(StringComparer.Ordinal).ToList();
        if (issuers.Count > 0) trail.Add(AuditEntry.Removed(AuditEventTypes.LoginUnlinked, UserStore.ObjectOf(userId), new { issuer = "all" }));
        return issuers;
    }

    /// <summary>Takes a user's away. False when it is not there, or the only way in for somebody who has no password.</summary>
    /// <param name="tell">Posts the letter about it, in the same transaction.</param>
    public async Task<bool> RemoveAsync(string userId, string issuer, Actor actor, Action<DbConnection> tell)
    {
        var removed = await database.WriteAsync(actor, (connection, trail) =>
        {
            if (connection.Execute(Delete, new { userId, issuer }) == 0) return false;
            trail.Add(AuditEntry.Removed(AuditEventTypes.LoginUnlinked, UserStore.ObjectOf(userId), new { issuer }));
            tell(connection);
            return true;
        });
        if (removed) bell.Ring();
        return removed;
    }
}
