using Dapper;
using Farebox.Contracts.Audit;
using Farebox.Server.Platform;
using Farebox.Server.Storage;

namespace Farebox.Server.Credentials;

/// <summary>All SQL about access tokens but that of authentication; each statement on someone's behalf names their owner.</summary>
internal sealed class AccessTokenStore(Database database)
{
    private const int PurgeBatch = 500;

    // Above every id: they are ASCII.
    private const string LastId = "~";

    private const string Descendants = """
        WITH RECURSIVE family (id) AS (
            SELECT id FROM access_tokens WHERE parent_token_id = @TokenId
            UNION ALL SELECT child.id FROM access_tokens child JOIN family f ON child.parent_token_id = f.id)
        """;

    private const string SelfAndDescendants = """
        WITH RECURSIVE family (id) AS (
            SELECT @id
            UNION ALL SELECT child.id FROM access_tokens child JOIN family f ON child.parent_token_id = f.id)
        """;

    private const string Columns = """
        SELECT t.id AS Id, t.key_id AS KeyId, t.secret_id AS SecretId, t.parent_token_id AS ParentTokenId, t.depth AS Depth,
            t.scopes AS Scopes, t.models AS Models, t.allowed_ips AS AllowedIps, t.max_spend_nano AS MaxSpendNano,
            t.max_requests AS MaxRequests, t.rpm AS Rpm, t.rpd AS Rpd, t.tpm AS Tpm, t.tpd AS Tpd, t.ipm AS Ipm, t.concurrency AS Concurrency,
            t.label AS Label, t.user_name AS UserName, t.created_at AS CreatedAt,
            t.expires_at AS ExpiresAt, t.revoked_at AS RevokedAt,
            k.revoked_at IS NULL AND k.disabled_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > @nowMs)
                AND s.id IS NOT NULL AND (s.expires_at IS NULL OR s.expires_at > @nowMs)
                AND NOT EXISTS (
                    SELECT 1 FROM projects p
                    WHERE p.organization_id = k.organization_id AND p.id = k.project_id AND p.archived_at IS NOT NULL) AS KeyWorks
        FROM access_tokens t JOIN api_keys k ON k.id = t.key_id LEFT JOIN api_key_secrets s ON s.id = t.secret_id
        WHERE t.key_id = @KeyId AND k.organization_id = @OrganizationId AND k.project_id = @ProjectId
        """;

    private const string InFamily = " AND (@TokenId IS NULL OR t.id IN (SELECT id FROM family))";
    private const string One = $"{Descendants} {Columns} AND t.id = @id {InFamily}";

    private const string Insert = """
        INSERT INTO access_tokens (id, key_id, secret_id, parent_token_id, depth, scopes, models, allowed_ips, max_spend_nano,
            max_requests, rpm, rpd, tpm, tpd, ipm, concurrency, label, user_name, created_at, expires_at)
        SELECT @Id, @KeyId, @SecretId, @ParentTokenId, @Depth, @Scopes, @Models, @AllowedIps, @MaxSpendNano, @MaxRequests, @Rpm, @Rpd, @Tpm, @Tpd,
            @Ipm, @Concurrency, @Label, @UserName, @CreatedAt, @ExpiresAt
        WHERE @ParentTokenId IS NULL OR EXISTS (SELECT 1 FROM access_tokens WHERE id = @ParentTokenId AND revoked_at IS NULL)
        """;

    /// <summary>Adds a row. False when the parent token was revoked meanwhile: its children would have been revoked with it.</summary>
    public Task<bool> AddAsync(TokenFamily family, AccessTokenRow row, Actor actor)
    {
        // Made here and not on the writer's thread, which all of the calls share.
        var created = AuditEntry.Created(AuditEventTypes.AccessTokenCreated, ObjectOf(family, row.Id), row.ToContract(row.CreatedAt));
        return database.WriteAsync(actor, (connection, trail) =>
        {
            if (connection.Execute(Insert, row) == 0) return false;
            trail.Add(created);
            return true;
        });
    }

    /// <summary>Newest first; one row more than the page holds when there are more.</summary>
    public Task<List<AccessTokenRow>> ListAsync(TokenFamily family, PageRequest page, long nowMs) =>
        database.ReadAsync(connection => connection.Query<AccessTokenRow>(
            $"{Descendants} {Columns} AND t.id < @after {InFamily} ORDER BY t.id DESC LIMIT @Limit + 1",
            new
            {
                family.OrganizationId, family.ProjectId, family.KeyId, family.TokenId, after = page.After ?? LastId, page.Limit, nowMs,
            }).AsList());

    /// <summary>Null when the family has none of this id.</summary>
    public Task<AccessTokenRow?> FindAsync(TokenFamily family, string id, long nowMs) => database.ReadAsync(connection =>
        connection.QuerySingleOrDefault<AccessTokenRow>(
            One, new { family.OrganizationId, family.ProjectId, family.KeyId, family.TokenId, id, nowMs }));

    /// <summary>Revokes a token and all that came from it. Null when the family has none of this id.</summary>
    public Task<AccessTokenRow?> RevokeAsync(TokenFamily family, string id, long nowMs, Actor actor) =>
        database.WriteAsync(actor, (connection, trail) =>
        {
            var arguments = new { family.OrganizationId, family.ProjectId, family.KeyId, family.TokenId, id, nowMs };
            if (connection.QuerySingleOrDefault<AccessTokenRow>(One, arguments) is not { } before) return null;
            var revoked = connection.Execute($"""
                {SelfAndDescendants}
                UPDATE access_tokens SET revoked_at = @nowMs WHERE revoked_at IS NULL AND key_id = @KeyId AND id IN (SELECT id FROM family)
                """, arguments);
            var row = connection.QuerySingle<AccessTokenRow>(One, arguments);
            if (revoked > 0)
            {
                trail.Add(AuditEntry.Changed(AuditEventTypes.AccessTokenRevoked, ObjectOf(family, id), Life(before, nowMs, 0), Life(row, nowMs, revoked)));
            }

            return row;
        });

    /// <summary>Deletes what expired before a moment, a batch at a time: the journal is never held for long. Returns how many.</summary>
    public async Task<int> PurgeAsync(long beforeMs)
    {
        var total = 0;
        while (true)
        {
            var deleted = await database.UpkeepAsync(connection => connection.Execute("""
                DELETE FROM access_tokens WHERE id IN (SELECT id FROM access_tokens WHERE expires_at < @beforeMs LIMIT @PurgeBatch)
                """, new { beforeMs, PurgeBatch }));
            total += deleted;
            if (deleted < PurgeBatch) return total;
        }
    }

    private static AuditObject ObjectOf(TokenFamily family, string id) => new(id, family.OrganizationId, family.ProjectId);

    // How many went with it: itself, and all that came from it.
    private static object Life(AccessTokenRow row, long nowMs, int revoked) =>
        new { row.ToContract(nowMs).Status, RevokedAt = row.RevokedAt / 1000, RevokedTokens = revoked };
}
