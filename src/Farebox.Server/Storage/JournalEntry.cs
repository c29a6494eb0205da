using System.Threading.Tasks.Sources;

namespace Farebox.Server.Storage;

/// <summary>
/// Something to be made durable. Awaiting <see cref="Durable"/> once resumes after the commit that holds it; applying it twice must
/// change nothing, because a batch whose commit fails is applied again.
/// </summary>
public abstract class JournalEntry : IValueTaskSource
{
    // Not a property: a mutable struct.
    private ManualResetValueTaskSourceCore<bool> _source;

    /// <summary>Completes once the entry is on disk, or fails when it never will be. To be awaited at most once.</summary>
    public ValueTask Durable => new(this, _source.Version);

    /// <summary>Runs the entry's statements inside the open transaction, on the writer's thread.</summary>
    /// <exception cref="Microsoft.Data.Sqlite.SqliteException">The statement failed.</exception>
    protected internal abstract void Apply(StoreConnection connection);

    /// <summary>Whether a failure of the store (a full disk, say) fails this entry at once rather than holding it for another try.</summary>
    protected internal virtual bool FailsWithStore => false;

    /// <summary>Called once after the commit, or with why there will be none, where continuations may run.</summary>
    protected internal virtual void Complete(Exception? error)
    {
        if (error is null) _source.SetResult(true);
        else _source.SetException(error);
    }

    void IValueTaskSource.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
