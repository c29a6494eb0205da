using System.Data.Common;
using Dapper;
using Farebox.Contracts.Audit;
using Farebox.Contracts.Users;
using Farebox.Kernel.Credentials;
using Farebox.Server.Accounts.Users;
using Farebox.Server.Platform;
using Farebox.Server.Storage;

namespace Farebox.Server.Accounts.Members;

/// <summary>All SQL about who belongs to which organization, and as what.</summary>
internal sealed class MemberStore(Database database)
{
    private const string Insert = "INSERT INTO members (organization_id, user_id, role, added_at) VALUES (@organizationId, @userId, @role, @nowMs)";

    private const string Columns = """
        SELECT m.organization_id AS OrganizationId, m.user_id AS UserId, u.name AS Name, u.email AS Email, m.role AS Role, m.added_at AS AddedAt,
            u.disabled_at AS DisabledAt
        FROM members m JOIN users u ON u.id = m.user_id
        WHERE m.organization_id = @organizationId
        """;

    private const string OtherOwners = """
        SELECT EXISTS (
            SELECT 1 FROM members m JOIN users u ON u.id = m.user_id
            WHERE m.organization_id = @organizationId AND m.role = @owner AND m.user_id <> @userId AND u.disabled_at IS NULL)
        """;

    /// <summary>Makes the first user an owner of organization <c>default</c>, if there is one.</summary>
    public Task AddOwnerOfDefaultAsync(string userId, long nowMs, Actor actor) => database.WriteAsync(actor, (connection, trail) =>
    {
        var organizationId = connection.QuerySingleOrDefault<string>(
            "SELECT id FROM organizations WHERE name = @name AND archived_at IS NULL", new { name = OrganizationStore.DefaultName });
        if (organizationId is null) return false;
        Add(connection, trail, organizationId, userId, MemberRoles.Owner, nowMs);
        return true;
    });

    /// <summary>Makes somebody who is none yet a member, inside a transaction.</summary>
    public static void Add(DbConnection connection, AuditTrail trail, string organizationId, string userId, string role, long nowMs)
    {
        connection.Execute(Insert, new { organizationId, userId, role, nowMs });
        trail.Add(AuditEntry.Created(AuditEventTypes.UserAdded, ObjectOf(organizationId, userId), new { role }));
    }

    /// <summary>Makes somebody the owner of a new organization with one project, inside a transaction; nothing for whoever belongs to one.</summary>
    public static void AddFirst(DbConnection connection, AuditTrail trail, OrganizationRow organization, ProjectRow project, string userId)
    {
        if (connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM members WHERE user_id = @userId)", new { userId })) return;
        OrganizationStore.Add(connection, trail, organization);
        connection.Execute(ProjectStore.Insert, project);
        trail.Add(AuditEntry.Created(AuditEventTypes.ProjectCreated, ProjectStore.ObjectOf(project), project.ToContract()));
        Add(connection, trail, organization.Id, userId, MemberRoles.Owner, organization.CreatedAt);
    }

    /// <summary>The organizations that a user belongs to, by name; archived ones are left out.</summary>
    public Task<List<Membership>> ListAsync(string userId) => database.ReadAsync(connection => connection.Query<Membership>("""
        SELECT o.id AS OrganizationId, o.name AS OrganizationName, m.role AS Role
        FROM members m JOIN organizations o ON o.id = m.organization_id
        WHERE m.user_id = @userId AND o.archived_at IS NULL
        ORDER BY o.name, o.id
        """, new { userId }).AsList());

    /// <summary>Members of an organization, in the order in which their accounts were made; one row more than the page holds when there are more.</summary>
    /// <param name="emails">Normalized; only those who have one of them, or everybody when there is none.</param>
    public Task<List<MemberRow>> ListAsync(string organizationId, PageRequest page, IReadOnlyList<string> emails)
    {
        var sql = Columns + (emails.Count > 0 ? " AND u.normalized_email IN @emails" : "") + " AND m.user_id > @after ORDER BY m.user_id LIMIT @Limit + 1";
        return database.ReadAsync(connection =>
            connection.Query<MemberRow>(sql, new { organizationId, emails, after = page.After ?? "", page.Limit }).AsList());
    }

    /// <summary>Null when the organization has no such member.</summary>
    public Task<MemberRow?> FindAsync(string organizationId, string userId) =>
        database.ReadAsync(connection => Find(connection, organizationId, userId));

    /// <summary>
    /// Changes a member's role, or takes them out, if the rules let the caller: what they are and who else is an owner is read in the very
    /// transaction of the change. Null when the organization has no such member.
    /// </summary>
    /// <param name="wanted">Null to take them out.</param>
    public Task<MemberChange?> ChangeAsync(Caller caller, string userId, string? wanted) =>
        database.WriteAsync<MemberChange?>(caller.Actor, (connection, trail) =>
        {
            var organizationId = caller.OrganizationId;
            if (Find(connection, organizationId, userId) is not { } row) return null;
            var hasOther = connection.ExecuteScalar<bool>(OtherOwners, new { organizationId, userId, owner = MemberRoles.Owner });
            var isSelf = caller.Actor.UserId == userId;
            if (MemberRules.Judge(RoleOf(connection, caller), isSelf, row.Role, wanted, hasOther) is { } error) return new MemberChange(row, error);
            if (wanted == row.Role) return new MemberChange(row, null);
            var sql = wanted is null
                ? "DELETE FROM members WHERE organization_id = @organizationId AND user_id = @userId"
                : "UPDATE members SET role = @wanted WHERE organization_id = @organizationId AND user_id = @userId";
            connection.Execute(sql, new { organizationId, userId, wanted });
            var changed = row with { Role = wanted ?? row.Role };
            var member = ObjectOf(organizationId, userId);
            trail.Add(wanted is null
                ? AuditEntry.Removed(AuditEventTypes.UserDeleted, member, new { row.Email, row.Role })
                : AuditEntry.Changed(AuditEventTypes.UserUpdated, member, row.ToContract(), changed.ToContract()));
            return new MemberChange(changed, null);
        });

    /// <summary>The role that a caller counts as, now, in the organization they act on; null for none. See <see cref="MemberRules"/>.</summary>
    public Task<string?> RoleOfAsync(Caller caller) => database.ReadAsync(connection => RoleOf(connection, caller));

    private static string? RoleOf(DbConnection connection, Caller caller)
    {
        if (caller.Grant.Has(Scopes.SystemWrite)) return MemberRoles.Owner;
        if (caller.Actor.Kind != Actor.Session) return caller.Grant.Has(Scopes.OrganizationWrite) ? MemberRoles.Admin : null;
        return Find(connection, caller.OrganizationId, caller.Actor.UserId!)?.Role;
    }

    private static MemberRow? Find(DbConnection connection, string organizationId, string userId) =>
        connection.QuerySingleOrDefault<MemberRow>(Columns + " AND m.user_id = @userId", new { organizationId, userId });

    private static AuditObject ObjectOf(string organizationId, string userId) => UserStore.ObjectOf(userId) with { OrganizationId = organizationId };
}

/// <summary>An organization that a user belongs to, and as what.</summary>
internal sealed record Membership
{
    public required string OrganizationId { get; init; }
    public required string OrganizationName { get; init; }
    public required string Role { get; init; }
}
