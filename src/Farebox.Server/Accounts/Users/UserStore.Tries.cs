using System.Data.Common;
using Dapper;

namespace Farebox.Server.Accounts.Users;

// Wrong passwords and codes. One statement each, beside what UpdateAsync writes: tries that come at once are all counted, and no other change of the
// user undoes one.
internal sealed partial class UserStore
{
    // A lock that is over begins a new count.
    private const string TakeTry = """
        UPDATE users
        SET failed_sign_ins = iif(locked_until IS NULL, failed_sign_ins, 0) + 1,
            locked_until = iif(iif(locked_until IS NULL, failed_sign_ins, 0) + 1 >= @most, @untilMs, NULL)
        WHERE id = @userId AND (locked_until IS NULL OR locked_until <= @nowMs)
        RETURNING failed_sign_ins
        """;

    private const string GiveBackTry = """
        UPDATE users
        SET failed_sign_ins = failed_sign_ins - 1, locked_until = iif(failed_sign_ins - 1 >= @most, locked_until, NULL)
        WHERE id = @userId AND failed_sign_ins > 0
        """;

    /// <summary>Counts a try, the last of which locks the account; which one it is, or null while it is locked.</summary>
    public Task<int?> TakeTryAsync(string userId, int most, long nowMs, long untilMs) =>
        CountAsync(connection => connection.QuerySingleOrDefault<int?>(TakeTry, new { userId, most, nowMs, untilMs }));

    /// <summary>One of those that were taken was right.</summary>
    public Task GiveBackTryAsync(string userId, int most) => CountAsync(connection => connection.Execute(GiveBackTry, new { userId, most }));

    /// <summary>Forgets all.</summary>
    public Task ForgiveAsync(string userId) => CountAsync(connection => connection.Execute(
        "UPDATE users SET failed_sign_ins = 0, locked_until = NULL WHERE id = @userId AND failed_sign_ins > 0", new { userId }));

    private Task<T> CountAsync<T>(Func<DbConnection, T> write) => database.UpkeepAsync(write);
}
