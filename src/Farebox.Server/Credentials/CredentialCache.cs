using Farebox.Server.Platform.Options;

namespace Farebox.Server.Credentials;

/// <summary>
/// The credentials that were seen lately, and, apart from them so that strangers cannot crowd them out, those that turned out to be
/// unknown.
/// </summary>
internal sealed class CredentialCache(FareboxOptions options, CredentialChanges changes)
{
    private readonly CredentialSlots _known = new(options.CredentialCacheEntries);
    private readonly CredentialSlots _unknown = new(options.CredentialCacheEntries);

    /// <summary>How many known credentials are held.</summary>
    public int KnownCount => _known.Count;

    /// <summary>How many unknown ones are held.</summary>
    public int UnknownCount => _unknown.Count;

    /// <summary>What is still true about a credential, or null.</summary>
    public CachedCredential? Find(in CredentialHash hash, long nowMs)
    {
        foreach (ref var slot in _known.Of(hash))
        {
            if (Volatile.Read(ref slot) is { } entry && entry.Hash == hash && IsCurrent(entry, nowMs))
            {
                entry.Recent = true;
                return entry;
            }
        }

        foreach (ref var slot in _unknown.Of(hash))
        {
            if (Volatile.Read(ref slot) is { } entry && entry.Hash == hash && IsCurrent(entry, nowMs)) return entry;
        }

        return null;
    }

    /// <summary>Remembers.</summary>
    public void Put(CachedCredential entry) => (entry.KeyId is null ? _unknown : _known).Put(entry);

    /// <summary>Whether it is still true.</summary>
    public bool IsCurrent(CachedCredential entry, long nowMs) => entry.KeyId is { } keyId
        ? changes.IsCurrent(entry.Stamp, keyId)
        : nowMs < entry.UnknownUntilMs && changes.IsCurrent(entry.Stamp);
}
