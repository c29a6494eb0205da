using System.Collections.Concurrent;
using Farebox.Server.Platform.Options;

namespace Farebox.Server.Credentials;

/// <summary>Finds out about a credential that is not in the cache. Those who ask for the same one at once share a look-up.</summary>
internal sealed class CredentialLoader(
    CredentialStore store, CredentialCache cache, CredentialChanges changes, AccessTokens tokens, FareboxOptions options,
    TimeProvider clock)
{
    private readonly ConcurrentDictionary<CredentialHash, Lazy<Task<CachedCredential>>> _underWay = new();

    /// <summary>What is true about the credential now.</summary>
    public async Task<CachedCredential> LoadAsync(string credential, CredentialHash hash)
    {
        while (true)
        {
            var mine = new Lazy<Task<CachedCredential>>(() => LookUpAsync(credential, hash));
            var shared = _underWay.GetOrAdd(hash, mine);
            try
            {
                var entry = await shared.Value;

                // Somebody else's look-up may have begun before a change that this caller already knows of.
                if (ReferenceEquals(shared, mine) || cache.IsCurrent(entry, NowMs())) return entry;
            }
            finally
            {
                _underWay.TryRemove(KeyValuePair.Create(hash, shared));
            }
        }
    }

    private async Task<CachedCredential> LookUpAsync(string credential, CredentialHash hash)
    {
        // Before the look-up: a change that is announced while it runs makes the entry stale before it is in the cache.
        var stamp = changes.Now;
        CredentialRow? row;
        if (AccessTokens.LooksLikeOne(credential))
        {
            // A forged token is not remembered: it costs no look-up, and remembering it would cost memory.
            if (await tokens.VerifyAsync(credential) is not { } token) return Unknown(hash, stamp);
            row = await store.FindTokenAsync(token.Id);

            // Rows of tokens that expired long ago are gone.
            if (row is null && NowMs() >= token.ExpiresAt * 1000)
                return new CachedCredential { Hash = hash, Stamp = stamp, KeyId = token.KeyId, Refusal = CredentialRefusal.TokenExpired };
        }
        else
        {
            row = await store.FindKeyAsync(hash);
        }

        var entry = row is null ? Unknown(hash, stamp) : Known(row, hash, stamp);
        cache.Put(entry);
        return entry;
    }

    private static CachedCredential Known(CredentialRow row, CredentialHash hash, CacheStamp stamp)
    {
        var refusal = row.Refusal();
        return new CachedCredential
        {
            Hash = hash,
            Stamp = stamp,
            KeyId = row.KeyId,
            Grant = refusal == CredentialRefusal.None ? row.ToGrant() : null,
            Refusal = refusal,
            KeyEndsMs = row.KeyEndsMs ?? long.MaxValue,
            TokenEndsMs = row.TokenExpiresAt ?? long.MaxValue,
        };
    }

    private CachedCredential Unknown(CredentialHash hash, CacheStamp stamp) => new()
    {
        Hash = hash,
        Stamp = stamp,
        Refusal = CredentialRefusal.Unknown,
        UnknownUntilMs = NowMs() + (options.UnknownCredentialSeconds * 1000L),
    };

    private long NowMs() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
