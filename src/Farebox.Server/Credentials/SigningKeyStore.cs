using Dapper;
using Farebox.Contracts.Audit;
using Farebox.Server.Platform;
using Farebox.Server.Storage;

namespace Farebox.Server.Credentials;

/// <summary>All SQL about the keys that sign access tokens. They belong to the installation, not to an organization.</summary>
internal sealed class SigningKeyStore(Database database)
{
    /// <summary>All of them, oldest first.</summary>
    public Task<List<SigningKeyRow>> ListAsync() => database.ReadAsync(connection => connection.Query<SigningKeyRow>(
        "SELECT id AS Id, private_key AS PrivateKey, created_at AS CreatedAt FROM signing_keys ORDER BY created_at, id").AsList());

    /// <summary>Adds one.</summary>
    public Task AddAsync(SigningKeyRow row) => database.WriteAsync(Actor.Server, (connection, trail) =>
    {
        trail.Add(AuditEntry.Created(AuditEventTypes.SigningKeyCreated, new AuditObject(row.Id), new { CreatedAt = row.CreatedAt / 1000 }));
        return connection.Execute("INSERT INTO signing_keys (id, private_key, created_at) VALUES (@Id, @PrivateKey, @CreatedAt)", row);
    });

    /// <summary>Deletes one.</summary>
    public Task DeleteAsync(string id) => database.WriteAsync(Actor.Server, (connection, trail) =>
    {
        trail.Add(AuditEntry.Removed(AuditEventTypes.SigningKeyDeleted, new AuditObject(id), new { }));
        return connection.Execute("DELETE FROM signing_keys WHERE id = @id", new { id });
    });
}
