using System.Data.Common;
using Dapper;
using Farebox.Contracts.Audit;
using Farebox.Server.Accounts.Users;
using Farebox.Server.Platform;
using Farebox.Server.Storage;

namespace Farebox.Server.Accounts.Members;

/// <summary>All SQL about who belongs to which organization, and as what.</summary>
internal sealed class MemberStore(Database database)
{
    private const string Insert = "INSERT INTO members (organization_id, user_id, role, added_at) VALUES (@organizationId, @userId, @role, @nowMs)";

    /// <summary>Makes the first user an owner of organization <c>default</c>, if there is one.</summary>
    public Task AddOwnerOfDefaultAsync(string userId, long nowMs, Actor actor) => database.WriteAsync(actor, (connection, trail) =>
    {
        var organizationId = connection.QuerySingleOrDefault<string>(
            "SELECT id FROM organizations WHERE name = @name AND archived_at IS NULL", new { name = OrganizationStore.DefaultName });
        if (organizationId is null) return false;
        Add(connection, trail, organizationId, userId, Roles.Owner, nowMs);
        return true;
    });

    /// <summary>Makes somebody who is none yet a member, inside a transaction.</summary>
    public static void Add(DbConnection connection, AuditTrail trail, string organizationId, string userId, string role, long nowMs)
    {
        connection.Execute(Insert, new { organizationId, userId, role, nowMs });
        trail.Add(AuditEntry.Created(AuditEventTypes.UserAdded, UserStore.ObjectOf(userId) with { OrganizationId = organizationId }, new { role }));
    }

    /// <summary>Makes somebody the owner of a new organization with one project, inside a transaction; nothing for whoever belongs to one.</summary>
    public static void AddFirst(DbConnection connection, AuditTrail trail, OrganizationRow organization, ProjectRow project, string userId)
    {
        if (connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM members WHERE user_id = @userId)", new { userId })) return;
        OrganizationStore.Add(connection, trail, organization);
        connection.Execute(ProjectStore.Insert, project);
        trail.Add(AuditEntry.Created(AuditEventTypes.ProjectCreated, ProjectStore.ObjectOf(project), project.ToContract()));
        Add(connection, trail, organization.Id, userId, Roles.Owner, organization.CreatedAt);
    }

    /// <summary>Null for nobody's, and for whoever is no member.</summary>
    public Task<string?> FindRoleAsync(string organizationId, string userId) => database.ReadAsync(connection => connection.QuerySingleOrDefault<string>(
        "SELECT role FROM members WHERE organization_id = @organizationId AND user_id = @userId", new { organizationId, userId }));

    /// <summary>The organizations that a user belongs to, by name; archived ones are left out.</summary>
    public Task<List<Membership>> ListAsync(string userId) => database.ReadAsync(connection => connection.Query<Membership>("""
        SELECT o.id AS OrganizationId, o.name AS OrganizationName, m.role AS Role
        FROM members m JOIN organizations o ON o.id = m.organization_id
        WHERE m.user_id = @userId AND o.archived_at IS NULL
        ORDER BY o.name, o.id
        """, new { userId }).AsList());
}

/// <summary>An organization that a user belongs to, and as what.</summary>
internal sealed record Membership
{
    public required string OrganizationId { get; init; }
    public required string OrganizationName { get; init; }
    public required string Role { get; init; }
}
