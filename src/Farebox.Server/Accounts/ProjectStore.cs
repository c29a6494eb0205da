using Dapper;
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
    public Task<ProjectRow?> FindAsync(string organizationId, string id) => database.ReadAsync(connection =>
        connection.QuerySingleOrDefault<ProjectRow>(One, new { organizationId, id }));

    /// <summary>False when the organization is archived.</summary>
    public Task<bool> AddAsync(ProjectRow row) => database.WriteAsync(connection => connection.Execute("""
        INSERT INTO projects (organization_id, id, name, created_at)
        SELECT id, @Id, @Name, @CreatedAt FROM organizations WHERE id = @OrganizationId AND archived_at IS NULL
        """, row) == 1);

    /// <summary>Null when the organization has none of this id.</summary>
    public Task<ProjectRow?> RenameAsync(string organizationId, string id, string name) => database.WriteAsync(connection =>
    {
        connection.Execute(
            "UPDATE projects SET name = @name WHERE organization_id = @organizationId AND id = @id", new { organizationId, id, name });
        return connection.QuerySingleOrDefault<ProjectRow>(One, new { organizationId, id });
    });

    /// <summary>Archives for good; a second time changes nothing. Null when the organization has none of this id.</summary>
    public Task<ProjectRow?> ArchiveAsync(string organizationId, string id, long nowMs) => database.WriteAsync(connection =>
    {
        connection.Execute("""
            UPDATE projects SET archived_at = @nowMs WHERE organization_id = @organizationId AND id = @id AND archived_at IS NULL
            """, new { organizationId, id, nowMs });
        return connection.QuerySingleOrDefault<ProjectRow>(One, new { organizationId, id });
    });
}
