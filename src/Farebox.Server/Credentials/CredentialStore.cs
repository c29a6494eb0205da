using Dapper;
using Farebox.Server.Storage;

namespace Farebox.Server.Credentials;

/// <summary>The look-ups of authentication. They come before an owner is known: what they find says who it is.</summary>
internal sealed class CredentialStore(Database database)
{
    private const string KeyColumns = """
        SELECT k.id AS KeyId, k.kind AS Kind, k.organization_id AS OrganizationId, k.project_id AS ProjectId, k.name AS Name,
            k.permissions AS Permissions, k.scopes AS Scopes, k.models AS Models, k.expires_at AS ExpiresAt, k.disabled_at AS DisabledAt,
            k.revoked_at AS RevokedAt, COALESCE(p.archived_at, o.archived_at) AS OwnerArchivedAt,
            s.id AS SecretId, s.expires_at AS SecretExpiresAt
        """;

    private const string Owners = """
        LEFT JOIN organizations o ON o.id = k.organization_id
        LEFT JOIN projects p ON p.organization_id = k.organization_id AND p.id = k.project_id
        """;

    private const string ByHash = $"""
        {KeyColumns}
        FROM api_key_secrets s JOIN api_keys k ON k.id = s.key_id {Owners}
        WHERE s.hash = @hash
        """;

    private const string ByTokenId = $"""
        {KeyColumns}, t.id AS TokenId, t.depth AS TokenDepth, t.scopes AS TokenScopes, t.models AS TokenModels,
            t.allowed_ips AS TokenAllowedIps, t.label AS TokenLabel, t.user_name AS TokenUserName, t.expires_at AS TokenExpiresAt,
            t.revoked_at AS TokenRevokedAt
        FROM access_tokens t JOIN api_keys k ON k.id = t.key_id LEFT JOIN api_key_secrets s ON s.id = t.secret_id {Owners}
        WHERE t.id = @tokenId
        """;

    private long _lookups;

    /// <summary>How many look-ups there have been: the cache is there to keep this small.</summary>
    public long Lookups => Volatile.Read(ref _lookups);

    /// <summary>The key of which this is a secret's hash, or null.</summary>
    public Task<CredentialRow?> FindKeyAsync(CredentialHash hash) => FindAsync(ByHash, new { hash = hash.ToBytes() });

    /// <summary>The access token of this id with its key, or null.</summary>
    public Task<CredentialRow?> FindTokenAsync(string tokenId) => FindAsync(ByTokenId, new { tokenId });

    private Task<CredentialRow?> FindAsync(string sql, object arguments)
    {
        Interlocked.Increment(ref _lookups);
        return database.ReadAsync(connection => connection.QuerySingleOrDefault<CredentialRow>(sql, arguments));
    }
}
