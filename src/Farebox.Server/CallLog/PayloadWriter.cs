using System.Threading.Channels;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;
using Farebox.Server.Storage;
using Microsoft.Data.Sqlite;

namespace Farebox.Server.CallLog;

/// <summary>
/// The one way to change the call log's store: a thread of its own that redacts, compresses and writes what calls hand over, and deletes what is to
/// go, in the order of arrival. Calls never wait for it: what does not fit is dropped and counted.
/// </summary>
internal sealed class PayloadWriter : IDisposable
{
    private const int MaxBatch = 64;
    private static readonly TimeSpan ComplaintTime = TimeSpan.FromMinutes(1);

    private readonly Channel<CallTrace> _traces;
    private readonly Channel<Order> _orders = Channel.CreateUnbounded<Order>();
    private readonly AutoResetEvent _arrived = new(initialState: false);
    private readonly Thread _thread;
    private readonly DataDirectory _directory;
    private readonly CaptureRoom _room;
    private readonly FareboxOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<PayloadWriter> _logger;
    private PayloadStore? _store;
    private long _dropped;
    private long _complainedAt;
    private volatile bool _closed;

    public PayloadWriter(DataDirectory directory, CaptureRoom room, FareboxOptions options, TimeProvider clock, ILogger<PayloadWriter> logger)
    {
        (_directory, _room, _options, _clock, _logger) = (directory, room, options, clock, logger);
        _traces = Channel.CreateBounded<CallTrace>(new BoundedChannelOptions(options.CallLogMaxPending) { SingleReader = true });
        _thread = new Thread(Run) { Name = "farebox call log", IsBackground = true, Priority = ThreadPriority.BelowNormal };
        _thread.Start();
    }

    /// <summary>Payloads dropped since the start.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Takes a finished call's trace, or drops it when too many wait. Never blocks, never throws.</summary>
    public void Add(CallTrace trace)
    {
        if (_traces.Writer.TryWrite(trace)) _arrived.Set();
        else Drop(trace);
    }

    /// <summary>Runs on the writer's thread, behind everything that was added before.</summary>
    /// <exception cref="StoreUnavailableException">The call log's store cannot be used now.</exception>
    public Task<T> OrderAsync<T>(Func<PayloadStore, T> order)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var queued = _orders.Writer.TryWrite(new Order(
            store => done.SetResult(order(store)), e => done.SetException(StoreFailure.IsOfTheStore(e) ? Unavailable(e) : e)));
        if (!queued) done.SetException(Unavailable(null));
        else _arrived.Set();
        return done.Task;
    }

    /// <summary>Writes what was added, then closes.</summary>
    public void Dispose()
    {
        if (_closed) return;
        _closed = true;
        _traces.Writer.TryComplete();
        _orders.Writer.TryComplete();
        _arrived.Set();
        _thread.Join();
        _arrived.Dispose();
    }

    private static StoreUnavailableException Unavailable(Exception? cause) => new("The call log cannot be used now.", cause);

    private void Run()
    {
        while (true)
        {
            var closed = _closed;

            // An order is read first and obeyed last: what was added before it is written before it.
            _orders.Reader.TryRead(out var order);
            for (var waiting = _traces.Reader.Count; waiting > 0; waiting -= MaxBatch) WriteBatch();
            if (order is not null)
            {
                Obey(order);
                continue;
            }

            // Closed before it was looked whether anything waits: nothing comes any more.
            if (closed) break;
            if (_traces.Reader.Count == 0) _arrived.WaitOne();
        }

        _store?.Dispose();
    }

    private void WriteBatch()
    {
        var batch = new List<(PayloadRow Row, string Words)>();
        while (batch.Count < MaxBatch && _traces.Reader.TryRead(out var trace))
        {
            try
            {
                batch.Add(PayloadRow.Of(trace, _options.CallLogMaxPayloadBytes));
            }
            catch (Exception e)
            {
                // Whatever is wrong with one payload, the thread goes on for the others.
                CallLogLog.Unreadable(_logger, e, trace.RequestId);
                Interlocked.Increment(ref _dropped);
            }
            finally
            {
                _room.Give(trace.Held);
            }
        }

        if (batch.Count > 0) Write(batch);
    }

    private void Write(List<(PayloadRow Row, string Words)> batch)
    {
        try
        {
            var store = Open();
            store.Add(batch);
            Fit(store);
        }
        catch (SqliteException e)
        {
            Interlocked.Add(ref _dropped, batch.Count);
            CallLogLog.Failed(_logger, e, batch.Count);
        }
    }

    // In small batches, and only as far as needed: the next payloads wait meanwhile, calls do not.
    private void Fit(PayloadStore store)
    {
        while (store.UsedBytes() > (long)_options.CallLogMaxMib << 20 && store.DeleteOldest() > 0)
        {
        }
    }

    private void Obey(Order order)
    {
        try
        {
            order.Run(Open());
        }
        catch (Exception e)
        {
            // Told to whoever ordered it.
            order.Refuse(e);
        }
    }

    /// <summary>Something to be done with the store, and what to do when that fails.</summary>
    private sealed record Order(Action<PayloadStore> Run, Action<Exception> Refuse);

    private PayloadStore Open() => _store ??= PayloadStore.Open(_directory.CallsPath);

    private void Drop(CallTrace trace)
    {
        _room.Give(trace.Held);
        var dropped = Interlocked.Increment(ref _dropped);
        var now = _clock.GetUtcNow().Ticks;
        var last = Volatile.Read(ref _complainedAt);
        if (now - last >= ComplaintTime.Ticks && Interlocked.CompareExchange(ref _complainedAt, now, last) == last) CallLogLog.Dropped(_logger, dropped);
    }
}
