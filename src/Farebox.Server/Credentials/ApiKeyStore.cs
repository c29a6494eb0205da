using System.Data.Common;
using Dapper;
using Farebox.Contracts.Audit;
using Farebox.Kernel.Credentials;
using Farebox.Kernel.Limits;
using Farebox.Server.Limits;
using Farebox.Server.Platform;
using Farebox.Server.Storage;

namespace Farebox.Server.Credentials;

/// <summary>Whether keys can be made for somebody.</summary>
internal enum OwnerStatus
{
    Missing,
    Archived,
    Active,
}

/// <summary>All SQL about keys and their secrets; each statement names their owner.</summary>
internal sealed class ApiKeyStore(Database database)
{
    private const string Columns = """
        SELECT k.id AS Id, k.kind AS Kind, k.organization_id AS OrganizationId, k.project_id AS ProjectId, k.name AS Name,
            k.permissions AS Permissions, k.scopes AS Scopes, k.models AS Models, k.created_at AS CreatedAt, k.expires_at AS ExpiresAt,
            k.disabled_at AS DisabledAt, k.revoked_at AS RevokedAt, k.last_used_at AS LastUsedAt, s.masked AS Masked,
            (SELECT MAX(o.expires_at) FROM api_key_secrets o WHERE o.key_id = k.id) AS PreviousEndsAt
        FROM api_keys k JOIN api_key_secrets s ON s.key_id = k.id AND s.expires_at IS NULL
        """;

    private const string OfOwner = """
        k.organization_id IS NOT DISTINCT FROM @OrganizationId AND k.project_id IS NOT DISTINCT FROM @ProjectId AND k.kind = @KindText
        """;

    private const string One = $"{Columns} WHERE k.id = @id AND {OfOwner}";

    private const string InsertKey = """
        INSERT INTO api_keys (id, kind, organization_id, project_id, name, permissions, scopes, models, created_at, expires_at)
        VALUES (@Id, @Kind, @OrganizationId, @ProjectId, @Name, @Permissions, @Scopes, @Models, @CreatedAt, @ExpiresAt)
        """;

    private const string InsertSecret = """
        INSERT INTO api_key_secrets (hash, id, key_id, masked, created_at) VALUES (@Hash, @Id, @KeyId, @Masked, @nowMs)
        """;

    /// <summary>Oldest first; one row more than the page holds when there are more.</summary>
    public Task<List<ApiKeyRow>> ListAsync(KeyOwner owner, PageRequest page) =>
        database.ReadAsync(connection => connection.Query<ApiKeyRow>(
            $"{Columns} WHERE {OfOwner} AND k.id > @after ORDER BY k.id LIMIT @Limit + 1",
            new { owner.OrganizationId, owner.ProjectId, owner.KindText, after = page.After ?? "", page.Limit }).AsList());

    /// <summary>Null when the owner has none of this id.</summary>
    public Task<ApiKeyRow?> FindAsync(KeyOwner owner, string id) => database.ReadAsync(connection => Find(connection, owner, id));

    /// <summary>Whether the owner is there and active. Operators always are.</summary>
    public Task<OwnerStatus> OwnerStatusAsync(KeyOwner owner) => database.ReadAsync(connection => StatusOf(connection, owner));

    /// <summary>Adds a key with its first secret and its limits, if its owner is active.</summary>
    public Task<OwnerStatus> AddAsync(KeyOwner owner, ApiKeyRow row, KeySecret secret, LimitNumbers limits, Actor actor) =>
        database.WriteAsync(actor, (connection, trail) =>
        {
            var status = StatusOf(connection, owner);
            if (status != OwnerStatus.Active) return status;
            Insert(connection, trail, row, secret);
            var unlimited = limits.IsEmpty ? null : LimitRow.OfKey(row.OrganizationId!, row.ProjectId!, row.Id);
            if (unlimited is not null) LimitStore.Set(connection, trail, unlimited, unlimited.With(limits));
            return status;
        });

    /// <summary>
    /// Changes a key as decided from its present row, in one transaction. Null when the owner has none of this id.
    /// </summary>
    /// <param name="verb">What becomes of it, as in the types of audit events.</param>
    public Task<KeyEdit?> ChangeAsync(KeyOwner owner, string id, string verb, long nowMs, Actor actor, Func<ApiKeyRow, KeyEdit> decide) =>
        database.WriteAsync<KeyEdit?>(actor, (connection, trail) =>
        {
            if (Find(connection, owner, id) is not { } row) return null;
            var edit = decide(row);
            if (edit.Row is null || (edit.Row == row && edit.Secret is null)) return edit;
            Update(connection, owner, edit.Row);
            if (edit.Secret is not null) Replace(connection, edit, nowMs);
            var changed = Find(connection, owner, id)!;
            trail.Add(AuditEntry.Changed(TypeOf(row, verb), ObjectOf(row), row.ToContract(nowMs), changed.ToContract(nowMs)));
            return edit with { Row = changed };
        });

    /// <summary>Sets when keys were last used; never back.</summary>
    public Task SetLastUsedAsync(IReadOnlyList<KeyValuePair<string, long>> uses) => database.UpkeepAsync(connection => connection.Execute(
        "UPDATE api_keys SET last_used_at = @Value WHERE id = @Key AND (last_used_at IS NULL OR last_used_at < @Value)", uses));

    /// <summary>Adds the rows of a key and its first secret, inside a write.</summary>
    public static void Insert(DbConnection connection, AuditTrail trail, ApiKeyRow row, KeySecret secret)
    {
        trail.Add(AuditEntry.Created(TypeOf(row, AuditEventTypes.Created), ObjectOf(row), row.ToContract(row.CreatedAt)));
        connection.Execute(InsertKey, row);
        connection.Execute(InsertSecret, new { secret.Hash, secret.Id, KeyId = row.Id, secret.Masked, nowMs = row.CreatedAt });
    }

    private static string TypeOf(ApiKeyRow row, string verb) =>
        $"{(StoredText.Kind(row.Kind) == KeyKind.Project ? AuditEventTypes.ApiKey : AuditEventTypes.AdminApiKey)}.{verb}";

    private static AuditObject ObjectOf(ApiKeyRow row) => new(row.Id, row.OrganizationId, row.ProjectId);

    private static ApiKeyRow? Find(DbConnection connection, KeyOwner owner, string id) => connection.QuerySingleOrDefault<ApiKeyRow>(
        One, new { id, owner.OrganizationId, owner.ProjectId, owner.KindText });

    private static void Update(DbConnection connection, KeyOwner owner, ApiKeyRow row) => connection.Execute($"""
        UPDATE api_keys AS k SET name = @Name, permissions = @Permissions, scopes = @Scopes, models = @Models, expires_at = @ExpiresAt,
            disabled_at = @DisabledAt, revoked_at = @RevokedAt
        WHERE k.id = @Id AND {OfOwner}
        """, new
    {
        row.Id, row.Name, row.Permissions, row.Scopes, row.Models, row.ExpiresAt, row.DisabledAt, row.RevokedAt,
        owner.OrganizationId, owner.ProjectId, owner.KindText,
    });

    // A key has two secrets at most: one that is still overlapping gives way to the one that overlaps now.
    private static void Replace(DbConnection connection, KeyEdit edit, long nowMs)
    {
        var keyId = edit.Row!.Id;
        connection.Execute("DELETE FROM api_key_secrets WHERE key_id = @keyId AND expires_at IS NOT NULL", new { keyId });
        connection.Execute(
            "UPDATE api_key_secrets SET expires_at = @PreviousEndsMs WHERE key_id = @keyId", new { keyId, edit.PreviousEndsMs });
        var secret = edit.Secret!;
        connection.Execute(InsertSecret, new { secret.Hash, secret.Id, KeyId = keyId, secret.Masked, nowMs });
    }

    private static OwnerStatus StatusOf(DbConnection connection, KeyOwner owner)
    {
        if (owner.OrganizationId is null) return OwnerStatus.Active;
        var archived = connection.Query<bool>("""
            SELECT o.archived_at IS NOT NULL OR p.archived_at IS NOT NULL
            FROM organizations o LEFT JOIN projects p ON p.organization_id = o.id AND p.id = @ProjectId
            WHERE o.id = @OrganizationId AND (@ProjectId IS NULL OR p.id IS NOT NULL)
            """, new { owner.OrganizationId, owner.ProjectId }).AsList();
        return archived is [var isArchived] ? isArchived ? OwnerStatus.Archived : OwnerStatus.Active : OwnerStatus.Missing;
    }
}
