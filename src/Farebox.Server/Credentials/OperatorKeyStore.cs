using Dapper;
using Farebox.Server.Platform;
using Farebox.Server.Storage;

namespace Farebox.Server.Credentials;

/// <summary>The key that already has a secret which is to be an operator's.</summary>
internal sealed record HeldSecret
{
    public required string Kind { get; init; }
    public long? RevokedAt { get; init; }
    public long? DisabledAt { get; init; }
    public long? ExpiresAt { get; init; }
    public long? SecretExpiresAt { get; init; }
}

/// <summary>The SQL of the server's start: that there is an operator's key.</summary>
internal sealed class OperatorKeyStore(Database database)
{
    /// <summary>Adds the key, unless its secret is in the store already: then returns whose it is.</summary>
    public Task<HeldSecret?> AddUnlessHeldAsync(ApiKeyRow row, KeySecret secret) => database.WriteAsync(Actor.Server, (connection, trail) =>
    {
        var held = connection.QuerySingleOrDefault<HeldSecret>("""
            SELECT k.kind AS Kind, k.revoked_at AS RevokedAt, k.disabled_at AS DisabledAt, k.expires_at AS ExpiresAt,
                s.expires_at AS SecretExpiresAt
            FROM api_key_secrets s JOIN api_keys k ON k.id = s.key_id WHERE s.hash = @Hash
            """, new { secret.Hash });
        if (held is null) ApiKeyStore.Insert(connection, trail, row, secret);
        return held;
    });

    /// <summary>Adds the key, unless there is an operator's key that works; says whether it did.</summary>
    public Task<bool> AddIfNoneWorksAsync(ApiKeyRow row, KeySecret secret) => database.WriteAsync(Actor.Server, (connection, trail) =>
    {
        var works = connection.QuerySingle<bool>("""
            SELECT EXISTS (
                SELECT 1 FROM api_keys
                WHERE kind = 'operator' AND organization_id IS NULL AND revoked_at IS NULL AND disabled_at IS NULL
                    AND (expires_at IS NULL OR expires_at > @CreatedAt))
            """, new { row.CreatedAt });
        if (!works) ApiKeyStore.Insert(connection, trail, row, secret);
        return !works;
    });
}
