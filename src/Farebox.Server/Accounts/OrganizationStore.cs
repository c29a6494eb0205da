using Dapper;
using Farebox.Server.Platform;
using Farebox.Server.Storage;
using Microsoft.Data.Sqlite;

namespace Farebox.Server.Accounts;

/// <summary>All SQL about organizations.</summary>
internal sealed class OrganizationStore(Database database)
{
    /// <summary>
    /// Name of the organization that operators act on when they name none. There is at most one of that name, held by an index.
    /// </summary>
    public const string DefaultName = "default";

    private const int UniquenessViolated = 19;
    private const string Columns = "SELECT id AS Id, name AS Name, created_at AS CreatedAt, archived_at AS ArchivedAt FROM organizations ";

    /// <summary>Oldest first; one row more than the page holds when there are more.</summary>
    public Task<List<OrganizationRow>> ListAsync(PageRequest page) => database.ReadAsync(connection => connection.Query<OrganizationRow>(
        Columns + "WHERE id > @after ORDER BY id LIMIT @Limit + 1", new { after = page.After ?? "", page.Limit }).AsList());

    /// <summary>Null when there is none of this id.</summary>
    public Task<OrganizationRow?> FindAsync(string id) => database.ReadAsync(connection =>
        connection.QuerySingleOrDefault<OrganizationRow>(Columns + "WHERE id = @id", new { id }));

    /// <summary>False when the name is <see cref="DefaultName"/> and taken.</summary>
    public Task<bool> AddAsync(OrganizationRow row) => UnlessTakenAsync(database.WriteAsync(connection => connection.Execute(
        "INSERT INTO organizations (id, name, created_at) VALUES (@Id, @Name, @CreatedAt)", row)));

    /// <summary>False when the name is <see cref="DefaultName"/> and taken.</summary>
    public Task<bool> RenameAsync(string id, string name) => UnlessTakenAsync(database.WriteAsync(connection => connection.Execute(
        "UPDATE organizations SET name = @name WHERE id = @id", new { id, name })));

    /// <summary>Archives for good; a second time changes nothing. Null when there is none of this id.</summary>
    public Task<OrganizationRow?> ArchiveAsync(string id, long nowMs) => database.WriteAsync(connection =>
    {
        connection.Execute("UPDATE organizations SET archived_at = @nowMs WHERE id = @id AND archived_at IS NULL", new { id, nowMs });
        return connection.QuerySingleOrDefault<OrganizationRow>(Columns + "WHERE id = @id", new { id });
    });

    /// <summary>Adds the first organization and its first project, unless there is any organization already; says whether it did.</summary>
    public Task<bool> AddFirstAsync(OrganizationRow organization, ProjectRow project) => database.WriteAsync(connection =>
    {
        var added = connection.Execute("""
            INSERT INTO organizations (id, name, created_at)
            SELECT @Id, @Name, @CreatedAt WHERE NOT EXISTS (SELECT 1 FROM organizations)
            """, organization);
        if (added == 0) return false;
        connection.Execute(ProjectStore.Insert, project);
        return true;
    });

    private static async Task<bool> UnlessTakenAsync(Task<int> write)
    {
        try
        {
            await write;
            return true;
        }
        catch (SqliteException e) when (e.SqliteErrorCode == UniquenessViolated)
        {
            return false;
        }
    }
}
