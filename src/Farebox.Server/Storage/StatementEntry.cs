namespace Farebox.Server.Storage;

/// <summary>A management write: a function over the open transaction, undone alone when it throws.</summary>
internal sealed class StatementEntry<T>(Func<StoreConnection, T> write) : JournalEntry
{
    private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _failure;
    private T? _value;

    /// <summary>What the function returned, once it is durable.</summary>
    public Task<T> Result => _result.Task;

    /// <inheritdoc/>
    protected internal override bool FailsWithStore => true;

    /// <inheritdoc/>
    protected internal override void Apply(StoreConnection connection)
    {
        connection.Execute("SAVEPOINT entry");
        try
        {
            _value = write(connection);
            _failure = null;
        }
        catch (Exception e) when (!StoreFailure.IsOfTheStore(e))
        {
            // The writer of this one statement is told; whatever else is in the batch goes on.
            _failure = e;
            connection.Execute("ROLLBACK TO entry");
        }

        connection.Execute("RELEASE entry");
    }

    /// <inheritdoc/>
    protected internal override void Complete(Exception? error)
    {
        if ((error ?? _failure) is { } failure) _result.SetException(failure);
        else _result.SetResult(_value!);
    }
}
