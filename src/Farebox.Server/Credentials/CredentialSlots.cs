namespace Farebox.Server.Credentials;

/// <summary>
/// A table of fixed size from hashes to entries. Each hash has eight slots; when all are taken, one that was not used lately gives way.
/// Reading takes no lock and makes no garbage; of two concurrent writes to a slot the later stays, and the other costs a look-up.
/// </summary>
internal sealed class CredentialSlots(int capacity)
{
    private const int Ways = 8;

    private readonly CachedCredential?[] _slots = new CachedCredential?[Math.Max(1, capacity / Ways) * Ways];
    private uint _hand;

    /// <summary>How many are held: for tests and metrics; walks the whole table.</summary>
    public int Count => _slots.Count(slot => slot is not null);

    /// <summary>The slots that may hold an entry of this hash.</summary>
    public Span<CachedCredential?> Of(in CredentialHash hash)
    {
        var buckets = (uint)(_slots.Length / Ways);
        var bucket = (int)(((hash.B >> 32) * buckets) >> 32);
        return _slots.AsSpan(bucket * Ways, Ways);
    }

    /// <summary>Puts an entry in, over an older one of the same hash, an empty slot, or the first not used since the last search.</summary>
    public void Put(CachedCredential entry)
    {
        var slots = Of(entry.Hash);
        Volatile.Write(ref slots[Choose(slots, entry.Hash)], entry);
    }

    private int Choose(ReadOnlySpan<CachedCredential?> slots, in CredentialHash hash)
    {
        for (var i = 0; i < Ways; i++)
        {
            if (slots[i] is { } held && held.Hash == hash) return i;
        }

        var start = (int)(Interlocked.Increment(ref _hand) % Ways);
        for (var step = 0; step < Ways; step++)
        {
            var i = (start + step) % Ways;
            if (slots[i] is not { Recent: true } held) return i;
            held.Recent = false;
        }

        return start;
    }
}
