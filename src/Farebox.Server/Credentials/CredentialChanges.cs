using Farebox.Server.Platform;

namespace Farebox.Server.Credentials;

/// <summary>
/// Tells whether what is remembered about a key is still true. Changes are counted; each key has a place where the count of its last
/// change stands, and whatever was looked up before that count is stale. So a change costs the same however much is remembered, and
/// a look-up that began before a change can never pass for one that began after it. Keys share places: a change makes a few
/// others' entries stale too, which costs each of them one look-up.
/// </summary>
internal sealed class CredentialChanges : IDisposable
{
    private const int Places = 1 << 14;

    private readonly Lock _lock = new();
    private readonly long[] _lastOfPlace = new long[Places];
    private readonly ChangeFeed _feed;
    private long _lastOfAll;
    private long _count;

    public CredentialChanges(ChangeFeed feed)
    {
        _feed = feed;
        feed.CredentialChanged += Note;
    }

    /// <summary>To be taken before the look-up.</summary>
    public CacheStamp Now => new(Volatile.Read(ref _count));

    /// <summary>Whether nothing about this key has been announced since.</summary>
    public bool IsCurrent(CacheStamp stamp, string keyId) =>
        Volatile.Read(ref _lastOfPlace[PlaceOf(keyId)]) <= stamp.Changes && Volatile.Read(ref _lastOfAll) <= stamp.Changes;

    /// <summary>Whether nothing at all has been announced since: an unknown key may be the one that was made.</summary>
    public bool IsCurrent(CacheStamp stamp) => Volatile.Read(ref _count) == stamp.Changes;

    /// <inheritdoc/>
    public void Dispose() => _feed.CredentialChanged -= Note;

    private void Note(string? keyId)
    {
        lock (_lock)
        {
            // The place first: whoever reads the new count must already find its entries stale.
            ref var last = ref _lastOfAll;
            if (keyId is not null) last = ref _lastOfPlace[PlaceOf(keyId)];
            Volatile.Write(ref last, _count + 1);
            Volatile.Write(ref _count, _count + 1);
        }
    }

    private static int PlaceOf(string keyId) => keyId.GetHashCode(StringComparison.Ordinal) & (Places - 1);
}
