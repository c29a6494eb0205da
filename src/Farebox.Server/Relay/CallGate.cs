using Farebox.Server.Platform.Options;

namespace Farebox.Server.Relay;

/// <summary>Counts model calls under way; one too many is turned away at once.</summary>
internal sealed class CallGate(FareboxOptions options)
{
    private int _count;

    /// <summary>Calls under way.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Whether there was room. If so, <see cref="Leave"/> must follow.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _count) <= options.MaxConcurrentCalls) return true;
        Interlocked.Decrement(ref _count);
        return false;
    }

    /// <summary>Makes room again.</summary>
    public void Leave() => Interlocked.Decrement(ref _count);
}
