using Farebox.Server.Storage;
using Farebox.Server.UsageLog;

namespace Farebox.Server.Settlement;

/// <summary>
/// A call under way whose client is about to see bytes: its mark and its reservation, written ahead. Its settlement takes the mark away.
/// What a dead process leaves behind is found by the next one.
/// </summary>
public sealed class OpenedCall(CallIdentity call, CallFare? fare) : JournalEntry
{
    private volatile bool _settled;

    // On the writer's thread alone.
    private bool _isWritten;

    /// <summary>From now on writing the mark is pointless: the settlement is behind it in the same queue.</summary>
    internal void Settle() => _settled = true;

    /// <summary>Takes the mark away, if it was ever written.</summary>
    internal void Remove(StoreConnection connection)
    {
        if (_isWritten) UsageRecordStore.DeleteOpen(connection, call.RequestId);
    }

    /// <inheritdoc/>
    protected internal override void Apply(StoreConnection connection)
    {
        if (_settled && !_isWritten) return;
        _isWritten = true;
        UsageRecordStore.InsertOpen(connection, call, fare?.Quote ?? default, fare?.Price.Version);
        fare?.Reservation?.ApplyPending(connection);
    }
}
