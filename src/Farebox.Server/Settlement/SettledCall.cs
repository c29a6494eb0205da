using Farebox.Server.Ledger;
using Farebox.Server.Storage;
using Farebox.Server.UsageLog;

namespace Farebox.Server.Settlement;

/// <summary>A finished call: its usage record and what became of its reservation, in one commit, once however often it is applied.</summary>
internal sealed class SettledCall(UsageRecord record, LedgerReservation? reservation, OpenedCall? opened) : JournalEntry
{
    /// <inheritdoc/>
    protected internal override void Apply(StoreConnection connection)
    {
        UsageRecordStore.Insert(connection, record);
        reservation?.ApplyResolution(connection);
        opened?.Remove(connection);
    }
}
