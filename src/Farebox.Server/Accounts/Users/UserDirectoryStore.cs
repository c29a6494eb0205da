using System.Data.Common;
using System.Security.Cryptography;
using Dapper;
using Farebox.Contracts.Audit;
using Farebox.Server.Platform;
using Farebox.Server.Storage;

namespace Farebox.Server.Accounts.Users;

/// <summary>What operators see and change of users. Sign-in's own SQL is <see cref="UserStore"/>'s.</summary>
internal sealed class UserDirectoryStore(Database database, IdSource ids)
{
    private const int StampBytes = 20;

    private const string Columns = """
        SELECT id AS Id, email AS Email, email_confirmed AS EmailConfirmed, name AS Name, two_factor AS TwoFactor, is_operator AS IsOperator,
            created_at AS CreatedAt, disabled_at AS DisabledAt
        FROM users

        """;

    private const string OtherOperators =
        "SELECT EXISTS (SELECT 1 FROM users WHERE is_operator AND disabled_at IS NULL AND id <> @id)";

    // New stamps: whoever read the row before cannot write it back, and letters with links that are on their way lead nowhere.
    private const string Update = """
        UPDATE users SET disabled_at = @disabledAtMs, security_stamp = @securityStamp, concurrency_stamp = @concurrencyStamp WHERE id = @id
        """;

    // Whoever belongs anywhere, or came by a provider, is no mere sign-up; whom an operator disabled stays disabled.
    private const string MereSignUps = Columns + """
        WHERE NOT email_confirmed AND disabled_at IS NULL AND NOT is_operator
            AND NOT EXISTS (SELECT 1 FROM members m WHERE m.user_id = users.id)
            AND NOT EXISTS (SELECT 1 FROM logins l WHERE l.user_id = users.id)

        """;

    private const string Unconfirmed = MereSignUps + "AND created_at < @beforeMs ORDER BY id LIMIT @DeleteBatch";

    private const int DeleteBatch = 100;

    private static readonly ApiError LastOperator = ApiErrors.Conflict("This is the last operator who can sign in: they are not disabled.", "user");

    /// <summary>Oldest first; one row more than the page holds when there are more.</summary>
    /// <param name="email">Only those who have this in their address, in upper case; null for all.</param>
    public Task<List<User>> ListAsync(PageRequest page, string? email) => database.ReadAsync(connection => connection.Query<User>(
        Columns + "WHERE id > @after AND (@email IS NULL OR instr(normalized_email, @email) > 0) ORDER BY id LIMIT @Limit + 1",
        new { after = page.After ?? "", page.Limit, email }).AsList());

    /// <summary>Null when there is none of this id.</summary>
    public Task<User?> FindAsync(string id) => database.ReadAsync(connection => Find(connection, id));

    /// <summary>
    /// Disables a user, whose sessions are over then, or enables one; a second time changes nothing. Nothing at all when there is none of this id.
    /// </summary>
    /// <param name="disabledAtMs">Null to enable.</param>
    public Task<(User? User, ApiError? Error)> SetDisabledAsync(string id, long? disabledAtMs, Actor actor) =>
        database.WriteAsync<(User?, ApiError?)>(actor, (connection, trail) =>
        {
            if (Find(connection, id) is not { } user || user.DisabledAt is null == disabledAtMs is null) return (Find(connection, id), null);
            if (disabledAtMs is not null && user.IsOperator && !connection.ExecuteScalar<bool>(OtherOperators, new { id })) return (user, LastOperator);
            connection.Execute(Update, new
            {
                id, disabledAtMs, securityStamp = Convert.ToHexString(RandomNumberGenerator.GetBytes(StampBytes)), concurrencyStamp = ids.Next(""),
            });
            connection.Execute("DELETE FROM sessions WHERE user_id = @id", new { id });
            var before = user.ToContract();
            user.DisabledAt = disabledAtMs;
            trail.Add(AuditEntry.Changed(AuditEventTypes.UserUpdated, UserStore.ObjectOf(id), before, user.ToContract()));
            return (user, null);
        });

    /// <summary>
    /// Deletes those who signed up before a moment and never confirmed their address, a batch at a time; how many. Their addresses can sign up again.
    /// </summary>
    public async Task<int> DeleteUnconfirmedAsync(long beforeMs)
    {
        var total = 0;
        for (var isMore = await database.ReadAsync(connection => List(connection).Count > 0); isMore;)
        {
            var deleted = await database.WriteAsync(Actor.Server, (connection, trail) => Delete(connection, trail, List(connection)));
            total += deleted;
            isMore = deleted == DeleteBatch;
        }

        return total;

        List<User> List(DbConnection connection) => connection.Query<User>(Unconfirmed, new { beforeMs, DeleteBatch }).AsList();
    }

    /// <summary>
    /// Makes room for whoever has shown that an address is theirs: deletes whoever signed up with it and never confirmed it. Anybody else stays.
    /// </summary>
    public Task<int> FreeAddressAsync(string normalizedEmail, Actor actor) => database.WriteAsync(actor, (connection, trail) =>
        Delete(connection, trail, connection.Query<User>(MereSignUps + "AND normalized_email = @normalizedEmail", new { normalizedEmail }).AsList()));

    private static int Delete(DbConnection connection, AuditTrail trail, List<User> users)
    {
        foreach (var user in users)
        {
            connection.Execute("DELETE FROM sessions WHERE user_id = @Id", user);
            connection.Execute("DELETE FROM users WHERE id = @Id", user);
            trail.Add(AuditEntry.Removed(AuditEventTypes.UserDeleted, UserStore.ObjectOf(user.Id), user.ToContract()));
        }

        return users.Count;
    }

    private static User? Find(DbConnection connection, string id) => connection.QuerySingleOrDefault<User>(Columns + "WHERE id = @id", new { id });
}
