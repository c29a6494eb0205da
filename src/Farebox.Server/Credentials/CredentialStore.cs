using System.Data.Common;
using Dapper;
using Farebox.Server.Budgets;
using Farebox.Server.CallLog;
using Farebox.Server.Limits;
using Farebox.Server.Storage;

namespace Farebox.Server.Credentials;

/// <summary>The look-ups of authentication. They come before an owner is known: what they find says who it is.</summary>
internal sealed class CredentialStore(Database database, TierPlans tiers, CallLogSettingsStore callLog)
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

    // By its newest secret: an older one ends with its overlap.
    private const string ById = $"""
        {KeyColumns}
        FROM api_keys k JOIN api_key_secrets s ON s.key_id = k.id AND s.expires_at IS NULL {Owners}
        WHERE k.id = @keyId AND k.organization_id = @organizationId AND k.project_id = @projectId
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
        WITH RECURSIVE line (id, parent_token_id) AS (
            SELECT id, parent_token_id FROM access_tokens WHERE id = @tokenId
            UNION ALL SELECT t.id, t.parent_token_id FROM access_tokens t JOIN line l ON t.id = l.parent_token_id)
        SELECT t.id AS TokenId, t.max_spend_nano AS MaxSpendNano, t.max_requests AS MaxRequests, t.rpm AS Rpm, t.rpd AS Rpd, t.tpm AS Tpm,
            t.tpd AS Tpd, t.ipm AS Ipm, t.concurrency AS Concurrency
        FROM line l JOIN access_tokens t ON t.id = l.id
        ORDER BY t.depth
        """;

    private long _lookups;

    /// <summary>How many look-ups there have been: the cache is there to keep this small.</summary>
    public long Lookups => Volatile.Read(ref _lookups);

    /// <summary>The key of which this is a secret's hash, or null.</summary>
    public Task<CredentialRow?> FindKeyAsync(CredentialHash hash) => FindAsync(ByHash, new { hash = hash.ToBytes() });

    /// <summary>A project's API key without its secret, for those who manage it; null when the project has none of this id.</summary>
    public Task<CredentialRow?> FindKeyAsync(string organizationId, string projectId, string keyId) =>
        FindAsync(ById, new { organizationId, projectId, keyId });

    /// <summary>The access token of this id with its key, or null.</summary>
    public Task<CredentialRow?> FindTokenAsync(string tokenId) => FindAsync(ByTokenId, new { tokenId });

    private async Task<CredentialRow?> FindAsync(string sql, object arguments)
    {
        Interlocked.Increment(ref _lookups);
        var (row, tier) = await database.ReadAsync(connection => connection.QuerySingleOrDefault<CredentialRow>(sql, arguments) is { } found
            ? (Complete(connection, found), found.OrganizationId is null ? null : TierStore.Find(connection, found.OrganizationId))
            : (null, null));
        return row is { OrganizationId: { } organizationId, ProjectId: not null }
            ? row with { Limits = [await tiers.OfAsync(organizationId, tier), .. row.Limits] }
            : row;
    }

    // Only those who call models have budgets and limits, and calls to keep: a project is theirs.
    private CredentialRow Complete(DbConnection connection, CredentialRow row)
    {
        if (row is not { OrganizationId: { } organizationId, ProjectId: { } projectId }) return row;
        var caps = row.TokenId is null ? [] : connection.Query<TokenCaps>(Caps, new { tokenId = row.TokenId }).AsList();
        return row with
        {
            Budgets = [.. BudgetStore.ForKey(connection, organizationId, projectId, row.KeyId), .. caps.SelectMany(cap => cap.ToBudgets(row))],
            Limits = [.. LimitStore.ForKey(connection, organizationId, projectId, row.KeyId), .. caps.SelectMany(cap => cap.ToPlans(row))],
            CallLog = callLog.ForProject(connection, organizationId, projectId),
        };
    }
}
