using Farebox.Server.Storage;

namespace Farebox.Server.Tests.Ledger;

/// <summary>A journal entry that does what it is told.</summary>
internal sealed class LedgerEntry(Action<StoreConnection> apply) : JournalEntry
{
    protected internal override void Apply(StoreConnection connection) => apply(connection);
}
