using System.Data.Common;
using Dapper;
using Farebox.Kernel.Ledger;
using Farebox.Server.Budgets;
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

    // Outermost first: a child is always deeper than its parent, and never outlives it.
    private const string Caps = """
        WITH RECURSIVE line (id, parent_token_id, depth, max_spend_nano, max_requests) AS (
            SELECT id, parent_token_id, depth, max_spend_nano, max_requests FROM access_tokens WHERE id = @tokenId
            UNION ALL SELECT t.id, t.parent_token_id, t.depth, t.max_spend_nano, t.max_requests
            FROM access_tokens t JOIN line l ON t.id = l.parent_token_id)
        SELECT id AS TokenId, max_spend_nano AS MaxSpendNano, max_requests AS MaxRequests FROM line
        WHERE max_spend_nano IS NOT NULL OR max_requests IS NOT NULL
        ORDER BY depth
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
        return database.ReadAsync(connection => connection.QuerySingleOrDefault<CredentialRow>(sql, arguments) is { } row
            ? row with { Budgets = BudgetsOf(connection, row) }
            : null);
    }

    // Only those who call models have any: a project is theirs.
    private static IReadOnlyList<Budget> BudgetsOf(DbConnection connection, CredentialRow row) =>
        row is not { OrganizationId: { } organizationId, ProjectId: { } projectId } ? []
        : row.TokenId is null ? [.. BudgetStore.ForKey(connection, organizationId, projectId, row.KeyId)]
        :
        [
            .. BudgetStore.ForKey(connection, organizationId, projectId, row.KeyId),
            .. connection.Query<TokenCaps>(Caps, new { tokenId = row.TokenId }).SelectMany(caps => caps.ToBudgets(row)),
        ];
}
