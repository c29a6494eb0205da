namespace Farebox.Server.Storage;

/// <summary>
/// Resumes what awaited a commit. A thread of its own rather than the pool's: the pool's workers spin for more work before they sleep,
/// which after each small batch costs more than the batch; and the journal's thread must not wait for what the resumed code does.
/// </summary>
internal sealed class CompletionThread : IDisposable
{
    private readonly Thread _thread;
    private readonly Lock _lock = new();
    private readonly AutoResetEvent _arrived = new(initialState: false);
    private Queue<(JournalEntry[] Entries, Exception? Error)> _pending = new();
    private Queue<(JournalEntry[] Entries, Exception? Error)> _taken = new();
    private bool _idle;
    private bool _closed;

    public CompletionThread()
    {
        _thread = new Thread(Run) { Name = "farebox resume", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Queues a batch that is durable, or failed.</summary>
    public void Add(JournalEntry[] entries, Exception? error)
    {
        bool wake;
        lock (_lock)
        {
            _pending.Enqueue((entries, error));
            wake = _idle;
            _idle = false;
        }

        if (wake) _arrived.Set();
    }

    /// <summary>Resumes everything that was queued, then stops. Called by what it has resumed, it cannot wait for that.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_closed) return;
            _closed = true;
            _arrived.Set();
        }

        if (Thread.CurrentThread != _thread) _thread.Join();
    }

    private void Run()
    {
        while (Take())
        {
            while (_taken.TryDequeue(out var batch))
            {
                foreach (var entry in batch.Entries) entry.Complete(batch.Error);
            }
        }

        _arrived.Dispose();
    }

    private bool Take()
    {
        while (true)
        {
            lock (_lock)
            {
                if (_pending.Count > 0)
                {
                    (_pending, _taken) = (_taken, _pending);
                    return true;
                }

                if (_closed) return false;
                _idle = true;
            }

            _arrived.WaitOne();
        }
    }
}
