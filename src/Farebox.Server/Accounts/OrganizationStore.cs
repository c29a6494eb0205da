using System.Data.Common;
using Dapper;
using Farebox.Contracts.Audit;
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
    /// <param name="name">Only those that have this in their name, ASCII letters in either case; null for all.</param>
    public Task<List<OrganizationRow>> ListAsync(PageRequest page, string? name) => database.ReadAsync(connection => connection.Query<OrganizationRow>(
        Columns + "WHERE id > @after AND (@name IS NULL OR instr(lower(name), lower(@name)) > 0) ORDER BY id LIMIT @Limit + 1",
        new { after = page.After ?? "", page.Limit, name }).AsList());

    /// <summary>Null when there is none of this id.</summary>
    public Task<OrganizationRow?> FindAsync(string id) => database.ReadAsync(connection => Find(connection, id));

    /// <summary>False when the name is <see cref="DefaultName"/> and taken.</summary>
    public Task<bool> AddAsync(OrganizationRow row, Actor actor) => UnlessTakenAsync(database.WriteAsync(actor, (connection, trail) =>
    {
        Add(connection, trail, row);
        return 1;
    }));

    /// <summary>Adds one inside a transaction.</summary>
    public static void Add(DbConnection connection, AuditTrail trail, OrganizationRow row)
    {
        connection.Execute("INSERT INTO organizations (id, name, created_at) VALUES (@Id, @Name, @CreatedAt)", row);
        trail.Add(AuditEntry.Created(AuditEventTypes.OrganizationCreated, ObjectOf(row.Id), row.ToContract()));
    }

    /// <summary>False when the name is <see cref="DefaultName"/> and taken. The organization is there: they are never deleted.</summary>
    public Task<bool> RenameAsync(string id, string name, Actor actor) => UnlessTakenAsync(database.WriteAsync(actor, (connection, trail) =>
    {
        var before = Find(connection, id)!;
        trail.Add(AuditEntry.Changed(
            AuditEventTypes.OrganizationUpdated, ObjectOf(id), before.ToContract(), (before with { Name = name }).ToContract()));
        return connection.Execute("UPDATE organizations SET name = @name WHERE id = @id", new { id, name });
    }));

    /// <summary>Archives for good; a second time changes nothing. Null when there is none of this id.</summary>
    public Task<OrganizationRow?> ArchiveAsync(string id, long nowMs, Actor actor) => database.WriteAsync(actor, (connection, trail) =>
    {
        if (Find(connection, id) is not { ArchivedAt: null } before) return Find(connection, id);
        connection.Execute("UPDATE organizations SET archived_at = @nowMs WHERE id = @id", new { id, nowMs });
        var row = before with { ArchivedAt = nowMs };
        trail.Add(AuditEntry.Changed(AuditEventTypes.OrganizationArchived, ObjectOf(id), before.ToContract(), row.ToContract()));
        return row;
    });

    /// <summary>Adds the first organization and its first project, unless there is any organization already; says whether it did.</summary>
    public Task<bool> AddFirstAsync(OrganizationRow organization, ProjectRow project) => database.WriteAsync(Actor.Server, (connection, trail) =>
    {
        var added = connection.Execute("""
            INSERT INTO organizations (id, name, created_at)
            SELECT @Id, @Name, @CreatedAt WHERE NOT EXISTS (SELECT 1 FROM organizations)
            """, organization);
        if (added == 0) return false;
        connection.Execute(ProjectStore.Insert, project);
        trail.Add(AuditEntry.Created(AuditEventTypes.OrganizationCreated, ObjectOf(organization.Id), organization.ToContract()));
        trail.Add(AuditEntry.Created(AuditEventTypes.ProjectCreated, ProjectStore.ObjectOf(project), project.ToContract()));
        return true;
    });

    private static OrganizationRow? Find(DbConnection connection, string id) =>
        connection.QuerySingleOrDefault<OrganizationRow>(Columns + "WHERE id = @id", new { id });

    private static AuditObject ObjectOf(string id) => new(id, id);

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
