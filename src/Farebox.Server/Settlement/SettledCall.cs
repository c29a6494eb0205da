using Farebox.Server.Ledger;
using Farebox.Server.Storage;
using Farebox.Server.UsageLog;
using Farebox.Server.UsageLog.Slices;

namespace Farebox.Server.Settlement;

/// <summary>A finished call: its usage record and what became of its reservation, in one commit, once however often it is applied.</summary>
internal sealed class SettledCall(
    UsageRecord record, LedgerReservation? reservation, OpenedCall? opened, RolledTo rolledTo, FinishedCalls? calls = null)
    : JournalEntry
{
    /// <inheritdoc/>
    protected internal override void Apply(StoreConnection connection)
    {
        UsageRecordStore.Insert(connection, record, rolledTo);
        reservation?.ApplyResolution(connection);
        opened?.Remove(connection);
    }

    /// <inheritdoc/>
    protected internal override void Complete(Exception? error)
    {
        if (error is null) calls?.Announce(record);
        base.Complete(error);
    }
}
