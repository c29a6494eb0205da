namespace Farebox.Kernel.Limits;

/// <summary>
/// The keys that share one limit. A key is active when it called, admitted or not, in this half minute or the one before: so they are
/// counted without looking at each.
/// </summary>
public sealed class KeyShares
{
    private const long EpochMs = 30_000;

    // By then its windows are empty.
    private const int IdleEpochs = 3;
    private const int FewKeys = 64;

    private readonly Dictionary<string, KeyShare> _byKey = new(StringComparer.Ordinal);
    private long _epoch;
    private int _inThis;
    private int _active;
    private int _pruneAt = FewKeys;

    /// <summary>Keys in memory.</summary>
    public int Count => _byKey.Count;

    /// <summary>The part of a key.</summary>
    public KeyShare Of(string keyId)
    {
        if (_byKey.TryGetValue(keyId, out var share)) return share;
        if (_byKey.Count >= _pruneAt) Prune();
        return _byKey[keyId] = new KeyShare();
    }

    /// <summary>Notes that a key calls; how many are active, this one included.</summary>
    public int Note(KeyShare share, long nowMs)
    {
        var epoch = nowMs / EpochMs;
        if (epoch != _epoch)
        {
            _active = epoch == _epoch + 1 ? _inThis : 0;
            _inThis = 0;
            _epoch = epoch;
        }

        if (share.Epoch == epoch) return _active;
        if (share.Epoch != epoch - 1) _active++;
        _inThis++;
        share.Epoch = epoch;
        return _active;
    }

    private void Prune()
    {
        foreach (var (keyId, share) in _byKey)
        {
            if (share.Epoch >= _epoch - IdleEpochs) continue;
            share.IsGone = true;
            _byKey.Remove(keyId);
        }

        _pruneAt = Math.Max(FewKeys, _byKey.Count * 2);
    }
}
