using System.Collections.Concurrent;

namespace Farebox.Server.Credentials;

/// <summary>When keys were last used, between two writes to the store.</summary>
internal sealed class LastUsed(ApiKeyStore store)
{
    /// <summary>How exact <c>last_used_at</c> is.</summary>
    public const long PrecisionMs = 60_000;

    // One write entry holds the journal for a few milliseconds at this size.
    private const int BatchSize = 500;

    private readonly ConcurrentDictionary<string, long> _pending = new(StringComparer.Ordinal);

    /// <summary>Takes note. Called about once a minute for each credential in use.</summary>
    public void Note(string keyId, long nowMs) => _pending[keyId] = nowMs;

    /// <summary>Writes what was noted. What cannot be written now is written next time.</summary>
    public async Task FlushAsync()
    {
        foreach (var batch in _pending.ToArray().Chunk(BatchSize))
        {
            await store.SetLastUsedAsync(batch);
            foreach (var noted in batch) _pending.TryRemove(noted);
        }
    }
}
