using System.Data.Common;
using Dapper;
using Farebox.Contracts.Audit;
using Farebox.Server.Platform;
using Farebox.Server.Storage;

namespace Farebox.Server.Accounts;

/// <summary>All SQL about projects; each statement names the organization that owns them.</summary>
internal sealed class ProjectStore(Database database)
{
    /// <summary>Adds a row.</summary>
    public const string Insert =
        "INSERT INTO projects (organization_id, id, name, created_at) VALUES (@OrganizationId, @Id, @Name, @CreatedAt)";

    private const string Columns = """
        SELECT organization_id AS OrganizationId, id AS Id, name AS Name, created_at AS CreatedAt, archived_at AS ArchivedAt FROM projects

        """;

    private const string One = Columns + "WHERE organization_id = @organizationId AND id = @id";

    /// <summary>Oldest first; one row more than the page holds when there are more.</summary>
    public Task<List<ProjectRow>> ListAsync(string organizationId, bool includeArchived, PageRequest page) =>
        database.ReadAsync(connection => connection.Query<ProjectRow>(Columns + """
            WHERE organization_id = @organizationId AND id > @after AND (@includeArchived OR archived_at IS NULL)
            ORDER BY id LIMIT @Limit + 1
            """, new { organizationId, includeArchived, after = page.After ?? "", page.Limit }).AsList());

    /// <summary>Null when the organization has none of this id.</summary>
    public Task<ProjectRow?> FindAsync(string organizationId, string id) =>
        database.ReadAsync(connection => Find(connection, organizationId, id));

    /// <summary>False when the organization is archived.</summary>
    public Task<bool> AddAsync(ProjectRow row, Actor actor) => database.WriteAsync(actor, (connection, trail) =>
    {
        var added = connection.Execute("""
            INSERT INTO projects (organization_id, id, name, created_at)
            SELECT id, @Id, @Name, @CreatedAt FROM organizations WHERE id = @OrganizationId AND archived_at IS NULL
            """, row) == 1;
        if (added) trail.Add(AuditEntry.Created(AuditEventTypes.ProjectCreated, ObjectOf(row), row.ToContract()));
        return added;
    });

    /// <summary>Null when the organization has none of this id.</summary>
    public Task<ProjectRow?> RenameAsync(string organizationId, string id, string name, Actor actor) =>
        database.WriteAsync(actor, (connection, trail) =>
        {
            if (Find(connection, organizationId, id) is not { } before) return null;
            connection.Execute(
                "UPDATE projects SET name = @name WHERE organization_id = @organizationId AND id = @id", new { organizationId, id, name });
            var row = before with { Name = name };
            trail.Add(AuditEntry.Changed(AuditEventTypes.ProjectUpdated, ObjectOf(row), before.ToContract(), row.ToContract()));
            return row;
        });

    /// <summary>Archives for good; a second time changes nothing. Null when the organization has none of this id.</summary>
    public Task<ProjectRow?> ArchiveAsync(string organizationId, string id, long nowMs, Actor actor) =>
        database.WriteAsync(actor, (connection, trail) =>
        {
            if (Find(connection, organizationId, id) is not { ArchivedAt: null } before) return Find(connection, organizationId, id);
            connection.Execute(
                "UPDATE projects SET archived_at = @nowMs WHERE organization_id = @organizationId AND id = @id",
                new { organizationId, id, nowMs });
            var row = before with { ArchivedAt = nowMs };
            trail.Add(AuditEntry.Changed(AuditEventTypes.ProjectArchived, ObjectOf(row), before.ToContract(), row.ToContract()));
            return row;
        });

    /// <summary>What the audit log calls it.</summary>
    public static AuditObject ObjectOf(ProjectRow row) => new(row.Id, row.OrganizationId, row.Id);

    private static ProjectRow? Find(DbConnection connection, string organizationId, string id) =>
        connection.QuerySingleOrDefault<ProjectRow>(One, new { organizationId, id });
}
