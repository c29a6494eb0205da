using Farebox.Server.Storage;

namespace Farebox.Server.Tests.Ledger;

/// <summary>A journal entry that does what it is told.</summary>
internal sealed class LedgerEntry(Action<StoreConnection> apply) : JournalEntry
{
    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>As <see cref="JournalEntry.Durable"/>, but resumes on another thread: the store cannot be closed on its own.</summary>
    public Task Written => _written.Task;

    protected internal override void Apply(StoreConnection connection) => apply(connection);

    protected internal override void Complete(Exception? error)
    {
        base.Complete(error);
        if (error is null) _written.SetResult();
        else _written.SetException(error);
    }
}
