using Farebox.Kernel.Ledger;

namespace Farebox.Server.Ledger;

/// <summary>An account in memory: its counters, which may be ahead of the store, and what keeps it from being put away.</summary>
internal sealed class AccountState(string id, LedgerUnit unit, LedgerCounters counters) : LedgerAccount(id, unit, counters)
{
    private int _holds;

    /// <summary>Never put away. Guarded by the book's lock, as are the next three.</summary>
    public bool IsPinned { get; init; }

    /// <summary>Used since the last sweep came by.</summary>
    public bool WasUsed { get; set; }

    /// <summary>No longer the account: whoever kept it has to look again.</summary>
    public bool IsPutAway { get; set; }

    /// <summary>Its place in the sweep.</summary>
    public int Place { get; set; }

    /// <summary>What the writer's open batch adds to the store. The writer's thread alone uses it and the next one.</summary>
    public LedgerCounters Unwritten { get; set; }

    /// <summary>Whether the open batch touches it.</summary>
    public bool IsInBatch { get; set; }

    /// <summary>
    /// Whether something of it is not in the store yet, or is about to change. May turn false at any time, true only under the lock.
    /// </summary>
    public bool IsHeld => Volatile.Read(ref _holds) > 0;

    /// <summary>Keeps it in memory. Under the book's lock, so that it cannot be put away meanwhile.</summary>
    public void Hold() => Interlocked.Increment(ref _holds);

    /// <summary>Ends one <see cref="Hold"/>, on any thread.</summary>
    public void Release() => Interlocked.Decrement(ref _holds);
}
