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

    /// <summary>Finds, and remembers what was found.</summary>
    /// <param name="missing">What to remember when there is no row.</param>
    internal async Task<CachedCredential> RememberAsync(
        CredentialHash hash, Func<Task<CredentialRow?>> find, Func<CacheStamp, CachedCredential> missing)
    {
        // Before the look-up: a change that is announced while it runs makes the entry stale before it is in the cache.
        var stamp = changes.Now;
        var entry = await find() is { } row ? Known(row, hash, stamp) : missing(stamp);
        cache.Put(entry);
        return entry;
    }

    private async Task<CachedCredential> LookUpAsync(string credential, CredentialHash hash)
    {
        if (!AccessTokens.LooksLikeOne(credential))
            return await RememberAsync(hash, () => store.FindKeyAsync(hash), stamp => Unknown(hash, stamp));

        // A forged token is not remembered: it costs no look-up, and remembering it would cost memory.
        if (await tokens.VerifyAsync(credential) is not { } token) return Unknown(hash, changes.Now);

        // Rows of tokens that expired long ago are gone.
        return await RememberAsync(hash, () => store.FindTokenAsync(token.Id), stamp => NowMs() >= token.ExpiresAt * 1000
            ? new CachedCredential { Hash = hash, Stamp = stamp, KeyId = token.KeyId, Refusal = CredentialRefusal.TokenExpired }
            : Unknown(hash, stamp));
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
