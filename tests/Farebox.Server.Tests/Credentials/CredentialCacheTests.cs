using Farebox.Kernel.Credentials;
using Farebox.Server.Credentials;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;

namespace Farebox.Server.Tests.Credentials;

public sealed class CredentialCacheTests : IDisposable
{
    private readonly ChangeFeed _feed = new();
    private readonly CredentialChanges _changes;
    private readonly CredentialCache _cache;

    public CredentialCacheTests()
    {
        _changes = new CredentialChanges(_feed);
        _cache = new CredentialCache(new FareboxOptions { CredentialCacheEntries = 800 }, _changes);
    }

    public void Dispose() => _changes.Dispose();

    [Fact]
    public void Find_AfterPut_FindsTheEntry()
    {
        var entry = Known(1, "key_1");
        _cache.Put(entry);
        Assert.Same(entry, _cache.Find(entry.Hash, 0));
        Assert.Null(_cache.Find(Hash(2), 0));
    }

    [Fact]
    public void Announce_Key_MakesAllOfItsEntriesStaleAndLeavesOthers()
    {
        CachedCredential[] ofKey = [Known(1, "key_1"), Known(2, "key_1"), Known(3, "key_1")];
        var other = Known(4, "key_2");
        foreach (var entry in ofKey) _cache.Put(entry);
        _cache.Put(other);

        _feed.AnnounceCredential("key_1");
        Assert.All(ofKey, entry => Assert.Null(_cache.Find(entry.Hash, 0)));
        Assert.Same(other, _cache.Find(other.Hash, 0));

        _feed.AnnounceCredential(null);
        Assert.Null(_cache.Find(other.Hash, 0));
    }

    [Fact]
    public void Put_OfWhatWasLookedUpBeforeAChange_IsNeverFound()
    {
        var before = Known(1, "key_1"); // Its stamp is taken here: the look-up begins.
        _feed.AnnounceCredential("key_1"); // The key is revoked while it runs.
        _cache.Put(before); // It ends.
        Assert.Null(_cache.Find(before.Hash, 0));

        var after = Known(1, "key_1");
        _cache.Put(after);
        Assert.Same(after, _cache.Find(after.Hash, 0));
    }

    [Fact]
    public void Unknown_IsForgottenWithTimeAndWithAnyChange()
    {
        var unknown = Unknown(1, untilMs: 100);
        _cache.Put(unknown);
        Assert.Same(unknown, _cache.Find(unknown.Hash, 99));
        Assert.Null(_cache.Find(unknown.Hash, 100));
        _feed.AnnounceCredential("key_new");
        Assert.Null(_cache.Find(unknown.Hash, 99));
    }

    [Fact]
    public void Put_MoreThanFit_StaysWithinTheLimitAndKeepsWhatIsUsed()
    {
        var used = Known(0, "key_used");
        _cache.Put(used);
        for (var i = 1; i <= 100_000; i++)
        {
            _cache.Put(Known((ulong)i, "key"));
            _cache.Put(Unknown((ulong)i, long.MaxValue));
            Assert.Same(used, _cache.Find(used.Hash, 0));
        }

        Assert.InRange(_cache.KnownCount, 700, 800);
        Assert.InRange(_cache.UnknownCount, 700, 800);
    }

    private CachedCredential Known(ulong number, string keyId) =>
        new() { Hash = Hash(number), Stamp = _changes.Now, KeyId = keyId, Grant = Grant(keyId) };

    private CachedCredential Unknown(ulong number, long untilMs) => new()
    {
        Hash = Hash(number), Stamp = _changes.Now, Refusal = CredentialRefusal.Unknown, UnknownUntilMs = untilMs,
    };

    // Spread as a real hash is.
    private static CredentialHash Hash(ulong number) => new(number, unchecked(number * 0x9E3779B97F4A7C15), 0, 0);

    private static Grant Grant(string keyId) => new()
    {
        Kind = CredentialKind.ApiKey, KeyId = keyId, SecretId = "sec_1", Name = "test", Scopes = Scopes.AnyApiKey, Models = ModelSet.All,
    };
}
