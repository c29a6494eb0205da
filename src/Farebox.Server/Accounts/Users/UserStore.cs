using System.Data.Common;
using Dapper;
using Farebox.Server.Accounts.Mail;
using Farebox.Server.Platform;
using Farebox.Server.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;

namespace Farebox.Server.Accounts.Users;

/// <summary>All SQL about users, and what Identity asks of a store; see docs/decisions/0016.</summary>
internal sealed partial class UserStore(Database database, InstallationSecret secret, IdSource ids, MailBell bell)
{
    // SQLITE_CONSTRAINT.
    private const int UniquenessViolated = 19;

    private const string Select = """
        SELECT id AS Id, email AS Email, normalized_email AS NormalizedEmail, email_confirmed AS EmailConfirmed, name AS Name,
            password_hash AS PasswordHash, security_stamp AS SecurityStamp, concurrency_stamp AS ConcurrencyStamp, two_factor AS TwoFactor,
            authenticator_key AS AuthenticatorKey, recovery_codes AS RecoveryCodes, is_operator AS IsOperator, created_at AS CreatedAt,
            disabled_at AS DisabledAt, last_code_step AS LastCodeStep, email_changed_at AS EmailChangedAt, kept_authenticator AS KeptAuthenticator
        FROM users

        """;

    private const string Insert = """
        INSERT INTO users (id, email, normalized_email, email_confirmed, name, password_hash, security_stamp, concurrency_stamp, two_factor,
            authenticator_key, recovery_codes, is_operator, created_at, disabled_at, last_code_step)
        VALUES (@Id, @Email, @NormalizedEmail, @EmailConfirmed, @Name, @PasswordHash, @SecurityStamp, @ConcurrencyStamp, @TwoFactor,
            @AuthenticatorKey, @RecoveryCodes, @IsOperator, @CreatedAt, @DisabledAt, @LastCodeStep)
        """;

    // The stamp that was read: whoever changed the row in between is not overwritten.
    private const string Update = """
        UPDATE users
        SET email = @Email, normalized_email = @NormalizedEmail, email_confirmed = @EmailConfirmed, name = @Name, password_hash = @PasswordHash,
            security_stamp = @SecurityStamp, concurrency_stamp = @newStamp, two_factor = @TwoFactor, authenticator_key = @AuthenticatorKey,
            recovery_codes = @RecoveryCodes, failed_sign_ins = iif(@IsForgiven, 0, failed_sign_ins), locked_until = iif(@IsForgiven, NULL, locked_until),
            is_operator = @IsOperator, created_at = @CreatedAt, disabled_at = @DisabledAt, last_code_step = @LastCodeStep,
            email_changed_at = @EmailChangedAt, kept_authenticator = @KeptAuthenticator
        WHERE id = @Id AND concurrency_stamp = @ConcurrencyStamp
        """;

    private static readonly IdentityErrorDescriber Errors = new();

    /// <summary>Whether there is any user: an installation without one asks its first visitor to set it up.</summary>
    public Task<bool> AnyAsync() => database.ReadAsync(connection => connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM users)"));

    /// <inheritdoc/>
    public async Task<IdentityResult> CreateAsync(User user, CancellationToken cancellationToken)
    {
        var change = TakeChange(user) ?? throw new InvalidOperationException("A user is made by somebody.");
        try
        {
            await database.WriteAsync(change.Actor, (connection, trail) =>
            {
                connection.Execute(Insert, user);
                trail.Add(AuditEntry.Created(change.Type, ObjectOf(user.Id), user.ToContract()));
                change.Along?.Invoke(connection, trail, user);
                return true;
            });
            if (change.Along is not null) bell.Ring();
            return IdentityResult.Success;
        }
        catch (SqliteException e) when (e.SqliteErrorCode == UniquenessViolated)
        {
            return IdentityResult.Failed(Errors.DuplicateEmail(user.Email));
        }
    }

    /// <inheritdoc/>
    public async Task<IdentityResult> UpdateAsync(User user, CancellationToken cancellationToken)
    {
        var change = TakeChange(user);
        var newStamp = ids.Next("");
        try
        {
            var written = change is null
                ? await database.UpkeepAsync(connection => Write(connection, user, newStamp) is not null)
                : await database.WriteAsync(change.Actor, (connection, trail) =>
                {
                    if (Write(connection, user, newStamp) is not { } before) return false;
                    trail.Add(AuditEntry.Changed(change.Type, ObjectOf(user.Id), before.ToContract(), user.ToContract()));
                    change.Along?.Invoke(connection, trail, user);
                    return true;
                });
            if (!written) return IdentityResult.Failed(Errors.ConcurrencyFailure());
            if (change?.Along is not null) bell.Ring();
            user.ConcurrencyStamp = newStamp;
            return IdentityResult.Success;
        }
        catch (SqliteException e) when (e.SqliteErrorCode == UniquenessViolated)
        {
            return IdentityResult.Failed(Errors.DuplicateEmail(user.Email));
        }
    }

    /// <summary>Users are disabled, not deleted, but for <see cref="UserDirectoryStore.DeleteUnconfirmedAsync"/>.</summary>
    public Task<IdentityResult> DeleteAsync(User user, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <inheritdoc/>
    public Task<User?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => Find(connection, userId), cancellationToken);

    /// <inheritdoc/>
    public Task<User?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        FindByEmailAsync(normalizedUserName, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        // Identity asks for it; there is nothing to give back.
    }

    internal static AuditObject ObjectOf(string userId) => new(userId);

    private static User? Find(DbConnection connection, string userId) =>
        connection.QuerySingleOrDefault<User>(Select + "WHERE id = @userId", new { userId });

    /// <summary>Returns what was there before, or null when it has changed since it was read.</summary>
    private static User? Write(DbConnection connection, User user, string newStamp)
    {
        var before = Find(connection, user.Id);
        var values = new DynamicParameters(user);
        values.Add("newStamp", newStamp);
        return connection.Execute(Update, values) == 1 ? before : null;
    }

    private static UserChange? TakeChange(User user)
    {
        var change = user.Change;
        user.Change = null;
        return change;
    }
}
