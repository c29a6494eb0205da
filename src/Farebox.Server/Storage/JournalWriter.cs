using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;

namespace Farebox.Server.Storage;

/// <summary>
/// The single writer of the embedded store. Everything that arrives while one commit is under way goes into the next one: the disk is
/// flushed once per batch, and one wake-up hands the whole batch back.
/// </summary>
public sealed partial class JournalWriter : IDisposable
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(250);

    private readonly StoreConnection _connection;
    private readonly FareboxOptions _options;
    private readonly ILogger<JournalWriter> _logger;
    private readonly CompletionThread _completions = new();
    private readonly Thread _thread;
    private readonly Lock _lock = new();
    private readonly AutoResetEvent _arrived = new(initialState: false);
    private readonly ManualResetEventSlim _stopping = new(initialState: false, spinCount: 0);
    private List<JournalEntry> _pending = [];
    private List<JournalEntry> _batch = [];
    private bool _idle;
    private bool _closed;
    private volatile bool _stalled;
    private long _commits;

    /// <summary>Starts the writer's thread on a connection that is its own from now on.</summary>
    internal JournalWriter(StoreConnection connection, FareboxOptions options, ILogger<JournalWriter> logger)
    {
        _connection = connection;
        _options = options;
        _logger = logger;
        _thread = new Thread(Run) { Name = "farebox journal", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Whether new calls may begin: the store takes writes, and not too many wait.</summary>
    public bool Accepts => !_stalled && _pending.Count < _options.JournalMaxPending;

    /// <summary>Writes that wait to be taken into a commit.</summary>
    public int Backlog
    {
        get
        {
            lock (_lock) return _pending.Count;
        }
    }

    /// <summary>Commits so far: each flushed the disk once.</summary>
    public long Commits => Volatile.Read(ref _commits);

    /// <summary>Queues an entry. Await its <see cref="JournalEntry.Durable"/> where it matters.</summary>
    public void Append(JournalEntry entry)
    {
        bool wake;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            _pending.Add(entry);
            wake = _idle;
            _idle = false;
        }

        if (wake) _arrived.Set();
    }

    /// <summary>Runs a write inside a transaction; what it throws undoes it alone and is thrown here.</summary>
    /// <exception cref="StoreUnavailableException">The store takes no writes now.</exception>
    internal Task<T> WriteAsync<T>(Func<StoreConnection, T> write)
    {
        if (!Accepts) return Task.FromException<T>(new StoreUnavailableException("The store takes no writes now."));
        var entry = new StatementEntry<T>(write);
        Append(entry);
        return entry.Result;
    }

    /// <summary>Writes out everything that was queued, then stops.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_closed) return;
            _closed = true;
        }

        _stopping.Set();
        _arrived.Set();
        _thread.Join();
        _completions.Dispose();
        _connection.Dispose();
        _arrived.Dispose();
        _stopping.Dispose();
    }

    private void Run()
    {
        while (Take())
        {
            CommitStubbornly(_batch);
            _batch.Clear();
        }
    }

    /// <summary>
    /// Commits, however often it takes. What failed for the store's sake stays in memory and is tried again; a stop ends the waiting, and
    /// what was never durable was never answered.
    /// </summary>
    private void CommitStubbornly(List<JournalEntry> batch)
    {
        while (!Commit(batch))
        {
            if (!_stopping.Wait(RetryDelay)) continue;
            Hand(batch, new StoreUnavailableException("The server stopped before the store took the write."));
            return;
        }
    }

    /// <summary>Waits for entries and moves up to a batch of them into <see cref="_batch"/>; false when there will be no more.</summary>
    private bool Take()
    {
        while (true)
        {
            lock (_lock)
            {
                if (_pending.Count > _options.JournalMaxBatch)
                {
                    _batch.AddRange(_pending[.._options.JournalMaxBatch]);
                    _pending.RemoveRange(0, _options.JournalMaxBatch);
                    return true;
                }

                if (_pending.Count > 0)
                {
                    (_pending, _batch) = (_batch, _pending);
                    return true;
                }

                if (_closed) return false;
                _idle = true;
            }

            _arrived.WaitOne();
        }
    }

    /// <summary>Applies and commits; false when the store failed and the rest of the batch is to be tried again.</summary>
    private bool Commit(List<JournalEntry> batch)
    {
        try
        {
            ApplyAll(batch);
            if (_stalled) Recovered(_logger);
            _stalled = false;
            Hand(batch, null);
            return true;
        }
        catch (Exception e) when (StoreFailure.IsOfTheStore(e))
        {
            RollBack();
            if (!_stalled) Stalled(_logger, e.Message);
            _stalled = true;
            var failing = batch.Where(entry => entry.FailsWithStore).ToList();
            batch.RemoveAll(entry => entry.FailsWithStore);
            Hand(failing, new StoreUnavailableException("The store takes no writes now.", e));
            return batch.Count == 0 && !ProbeNeeded();
        }
        catch (Exception e)
        {
            // One entry is at fault: a bug. Alone, each shows which, and the others are not lost with it.
            RollBack();
            if (batch.Count > 1)
            {
                foreach (var entry in batch) CommitStubbornly([entry]);
            }
            else
            {
                Refused(_logger, e);
                Hand(batch, e);
            }

            return true;
        }
    }

    // Without entries to try again, a write of no meaning finds out when the store is back: see ApplyAll.
    private bool ProbeNeeded() => _stalled && !_closed;

    private void ApplyAll(List<JournalEntry> batch)
    {
        _connection.Execute("BEGIN IMMEDIATE");

        // Nothing else uses this number. An empty transaction would succeed on a full disk.
        if (batch.Count == 0) _connection.Execute("PRAGMA user_version = 0");
        foreach (var entry in batch) entry.Apply(_connection);
        _connection.WriteTallies();
        _connection.Execute("COMMIT");
        Volatile.Write(ref _commits, _commits + 1);
        _connection.EndTallies(committed: true);
    }

    private void RollBack()
    {
        _connection.EndTallies(committed: false);
        if (_connection.InTransaction) _connection.Execute("ROLLBACK");
    }

    /// <summary>Hands a whole batch back with one wake-up: this thread goes on writing.</summary>
    private void Hand(List<JournalEntry> batch, Exception? error)
    {
        if (batch.Count > 0) _completions.Add([.. batch], error);
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "The store takes no writes ({Reason}); new calls are refused until it does")]
    private static partial void Stalled(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The store takes writes again")]
    private static partial void Recovered(ILogger logger);

    [LoggerMessage(Level = LogLevel.Error, Message = "The store refused an entry")]
    private static partial void Refused(ILogger logger, Exception exception);
}
