using Farebox.Server.Storage;

namespace Farebox.Server.UsageLog;

/// <summary>
/// A mark in the store that a call is under way: written before its client sees a byte, taken away by its usage record. What a dead
/// process leaves behind is found by the next one.
/// </summary>
public sealed class OpenCall(CallIdentity call) : JournalEntry
{
    private volatile bool _settled;

    /// <summary>Whether the mark is in the store. Read and written on the writer's thread alone.</summary>
    internal bool IsWritten { get; private set; }

    /// <summary>From now on writing the mark is pointless: the usage record is behind it in the same queue.</summary>
    internal void Settle() => _settled = true;

    /// <inheritdoc/>
    protected internal override void Apply(StoreConnection connection)
    {
        if (_settled) return;
        UsageRecordStore.InsertOpen(connection, call);
        IsWritten = true;
    }
}
