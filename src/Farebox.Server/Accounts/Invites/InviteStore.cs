using System.Data.Common;
using Dapper;
using Farebox.Contracts.Audit;
using Farebox.Server.Accounts.Members;
using Farebox.Server.Platform;
using Farebox.Server.Storage;

namespace Farebox.Server.Accounts.Invites;

/// <summary>What became of an invitation that was to be written.</summary>
internal enum InviteWrite
{
    Done,

    /// <summary>The organization is archived.</summary>
    Archived,

    /// <summary>Whoever has the address is a member.</summary>
    IsMember,
}

/// <summary>
/// All SQL about invitations. Statements name the organization, but for what an invited person does: those name the invitation or the address.
/// </summary>
internal sealed class InviteStore(Database database, TimeProvider clock)
{
    // Whether whoever sent it could send it now: see InviteRules.CheckAsync.
    private const string Stands = """
        (EXISTS (
            SELECT 1 FROM users u LEFT JOIN members m ON m.user_id = u.id AND m.organization_id = i.organization_id
            WHERE u.id = i.created_by AND u.disabled_at IS NULL
                AND (u.is_operator OR m.role = 'owner' OR (m.role = 'admin' AND i.role <> 'owner')))
        OR EXISTS (
            SELECT 1 FROM api_keys k
            WHERE k.id = i.created_by AND k.disabled_at IS NULL AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > @nowMs)
                AND (k.permissions = 'all' OR (k.permissions = 'restricted' AND ' ' || k.scopes || ' ' LIKE '% organization.write %'))))
        """;

    private const string Columns = $"""
        SELECT i.organization_id AS OrganizationId, i.id AS Id, i.email AS Email, i.normalized_email AS NormalizedEmail, i.role AS Role,
            i.secret_hash AS SecretHash, i.created_by AS CreatedBy, i.created_at AS CreatedAt, i.expires_at AS ExpiresAt, i.accepted_at AS AcceptedAt,
            {Stands} AS Stands
        FROM invites i

        """;

    private const string Insert = """
        INSERT INTO invites (organization_id, id, email, normalized_email, role, secret_hash, created_by, created_at, expires_at)
        VALUES (@OrganizationId, @Id, @Email, @NormalizedEmail, @Role, @SecretHash, @CreatedBy, @CreatedAt, @ExpiresAt)
        """;

    private const string Renew = """
        UPDATE invites SET email = @Email, role = @Role, secret_hash = @SecretHash, created_by = @CreatedBy, created_at = @CreatedAt, expires_at = @ExpiresAt
        WHERE organization_id = @OrganizationId AND id = @Id
        """;

    private const string MemberSql = """
        SELECT EXISTS (
            SELECT 1 FROM members m JOIN users u ON u.id = m.user_id
            WHERE m.organization_id = @OrganizationId AND u.normalized_email = @NormalizedEmail)
        """;

    /// <summary>Oldest first; one row more than the page holds when there are more.</summary>
    public Task<List<InviteRow>> ListAsync(string organizationId, PageRequest page) => database.ReadAsync(connection => connection.Query<InviteRow>(
        Columns + "WHERE i.organization_id = @organizationId AND i.id > @after ORDER BY i.id LIMIT @Limit + 1",
        new { organizationId, after = page.After ?? "", page.Limit, nowMs = NowMs() }).AsList());

    /// <summary>Null when the organization has none of this id.</summary>
    public Task<InviteRow?> FindAsync(string organizationId, string id) => database.ReadAsync(connection => connection.QuerySingleOrDefault<InviteRow>(
        Columns + "WHERE i.organization_id = @organizationId AND i.id = @id", new { organizationId, id, nowMs = NowMs() }));

    /// <summary>Of whatever organization that is not archived, for whoever has the link; null when there is none of this id.</summary>
    public Task<InviteRow?> FindAsync(string id) => database.ReadAsync(connection => Find(connection, id, NowMs()));

    /// <summary>Those that an address can accept now, oldest first.</summary>
    public Task<List<InviteRow>> ListOpenAsync(string normalizedEmail, long nowMs) => database.ReadAsync(connection => connection.Query<InviteRow>($"""
        {Columns}
        JOIN organizations o ON o.id = i.organization_id
        WHERE i.normalized_email = @normalizedEmail AND i.accepted_at IS NULL AND i.expires_at > @nowMs AND o.archived_at IS NULL AND {Stands}
        ORDER BY i.id
        """, new { normalizedEmail, nowMs }).AsList());

    /// <summary>
    /// Adds one, or renews the one that the address has not accepted yet, under its id; the letter goes along. Says which id it has.
    /// </summary>
    public Task<(InviteWrite Result, InviteRow Row)> SaveAsync(InviteRow wanted, Action<DbConnection, InviteRow> letter, Actor actor) =>
        database.WriteAsync(actor, (connection, trail) =>
        {
            if (!connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM organizations WHERE id = @OrganizationId AND archived_at IS NULL)", wanted))
                return (InviteWrite.Archived, wanted);
            if (connection.ExecuteScalar<bool>(MemberSql, wanted)) return (InviteWrite.IsMember, wanted);
            var before = connection.QuerySingleOrDefault<InviteRow>(
                Columns + "WHERE i.organization_id = @OrganizationId AND i.normalized_email = @NormalizedEmail AND i.accepted_at IS NULL",
                new { wanted.OrganizationId, wanted.NormalizedEmail, nowMs = wanted.CreatedAt });
            var row = before is null ? wanted : wanted with { Id = before.Id };
            connection.Execute(before is null ? Insert : Renew, row);
            letter(connection, row);
            trail.Add(AuditEntry.Created(AuditEventTypes.InviteSent, ObjectOf(row), row.ToContract(row.CreatedAt)));
            return (InviteWrite.Done, row);
        });

    /// <summary>Null when the organization has none of this id; one that was accepted stays, and is returned as it is.</summary>
    public Task<InviteRow?> DeleteAsync(string organizationId, string id, long nowMs, Actor actor) => database.WriteAsync(actor, (connection, trail) =>
    {
        var row = connection.QuerySingleOrDefault<InviteRow>(
            Columns + "WHERE i.organization_id = @organizationId AND i.id = @id", new { organizationId, id, nowMs });
        if (row is not { AcceptedAt: null }) return row;
        connection.Execute("DELETE FROM invites WHERE organization_id = @organizationId AND id = @id", new { organizationId, id });
        trail.Add(AuditEntry.Removed(AuditEventTypes.InviteDeleted, ObjectOf(row), row.ToContract(nowMs)));
        return row;
    });

    /// <summary>Lets a user accept one; false when it is not open any more, or not theirs.</summary>
    public Task<bool> AcceptAsync(string id, string userId, string normalizedEmail, long nowMs, Actor actor) =>
        database.WriteAsync(actor, (connection, trail) => Accept(connection, trail, id, userId, normalizedEmail, nowMs));

    /// <summary>The same, inside a transaction.</summary>
    public static bool Accept(DbConnection connection, AuditTrail trail, string id, string userId, string normalizedEmail, long nowMs)
    {
        if (Find(connection, id, nowMs) is not { } row || !row.IsOpenAt(nowMs) || row.NormalizedEmail != normalizedEmail) return false;
        if (connection.ExecuteScalar<bool>(MemberSql, row)) return false;
        MemberStore.Add(connection, trail, row.OrganizationId, userId, row.Role, nowMs);
        connection.Execute("UPDATE invites SET accepted_at = @nowMs WHERE id = @id", new { id, nowMs });
        var accepted = row with { AcceptedAt = nowMs };
        trail.Add(AuditEntry.Changed(AuditEventTypes.InviteAccepted, ObjectOf(row), row.ToContract(nowMs), accepted.ToContract(nowMs)));
        return true;
    }

    private static InviteRow? Find(DbConnection connection, string id, long nowMs) => connection.QuerySingleOrDefault<InviteRow>(
        Columns + "JOIN organizations o ON o.id = i.organization_id WHERE i.id = @id AND o.archived_at IS NULL", new { id, nowMs });

    private long NowMs() => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private static AuditObject ObjectOf(InviteRow row) => new(row.Id, row.OrganizationId);
}
