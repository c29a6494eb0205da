namespace Farebox.Testing.Server;

/// <summary>
/// A clock of which everything moves only when a test moves it: date, durations and timers. Timers fire on the thread that moves it, in
/// their order. Sockets go on in real time.
/// </summary>
public sealed class SteppedClock : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<SteppedTimer> _timers = [];
    private long _ticks = DateTimeOffset.FromUnixTimeSeconds(1_780_000_000).UtcTicks;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _ticks), TimeSpan.Zero);

    /// <inheritdoc/>
    public override long GetTimestamp() => Volatile.Read(ref _ticks);

    /// <summary>Moves it on, and fires what is due on the way.</summary>
    public void Advance(TimeSpan by)
    {
        var end = Volatile.Read(ref _ticks) + by.Ticks;
        while (Due(end) is { } timer) timer.Fire();
        Volatile.Write(ref _ticks, Math.Max(end, Volatile.Read(ref _ticks)));
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SteppedTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private SteppedTimer? Due(long end)
    {
        lock (_lock)
        {
            var timer = _timers.Where(timer => timer.DueTicks <= end).MinBy(timer => timer.DueTicks);
            if (timer is null) return null;
            Volatile.Write(ref _ticks, Math.Max(timer.DueTicks, _ticks));
            _timers.Remove(timer);
            return timer;
        }
    }

    private sealed class SteppedTimer(SteppedClock clock, Action fire) : ITimer
    {
        private TimeSpan _period;
        private bool _disposed;

        public long DueTicks { get; private set; }

        public void Fire()
        {
            if (_period > TimeSpan.Zero) Change(_period, _period);
            fire();
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                // As a real one: whoever goes on with it after its end waits for ever.
                if (_disposed) return false;
                clock._timers.Remove(this);
                _period = period;
                if (dueTime < TimeSpan.Zero) return true;
                DueTicks = clock._ticks + dueTime.Ticks;
                clock._timers.Add(this);
                return true;
            }
        }

        public void Dispose()
        {
            Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            lock (clock._lock) _disposed = true;
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
