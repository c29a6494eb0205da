using Farebox.Server.Upstreams;

namespace Farebox.Server.Relay;

/// <summary>Why a call was cut short.</summary>
internal enum CutReason
{
    TimedOut,
    ClientLeft,
    ServerStops,
}

/// <summary>
/// One token for everything that waits on the upstream: it is cancelled when the client leaves, when the server must stop, or when a
/// limit passes. Settlement never waits on it. It serves one call after another; whatever cancels does so under the call that it was meant for, or
/// spoils the token, which then serves no other.
/// </summary>
internal sealed class CallLifetime : IDisposable
{
    private const long Never = long.MaxValue;

    private readonly CallLifetimes _owner;
    private readonly CancellationToken _stop;
    private readonly CancellationTokenRegistration _onStop;
    private readonly Lock _lock = new();

    // Armed for a limit and left so when the limit is taken away, as it nearly always is: when it rings, it looks whether it still has to.
    private readonly Timer _timer;
    private volatile CancellationTokenSource _source = new();
    private CancellationToken _client;
    private CancellationTokenRegistration _onClient;
    private bool _isLent;

    // Guarded by the lock, all three; milliseconds since the machine started.
    private long _dueMs = Never;
    private long _ringsMs = Never;
    private bool _isSpoilt;

    /// <summary>Watches the server's forced stop from now on.</summary>
    public CallLifetime(CallLifetimes owner, CancellationToken stop)
    {
        _owner = owner;
        _stop = stop;
        _timer = new Timer(static self => ((CallLifetime)self!).Ring(), this, Timeout.Infinite, Timeout.Infinite);
        _onStop = stop.UnsafeRegister(static self => ((CallLifetime)self!)._source.Cancel(), this);
    }

    /// <summary>What to wait with.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Meaningful once the token is cancelled.</summary>
    public CutReason Reason =>
        _client.IsCancellationRequested ? CutReason.ClientLeft : _stop.IsCancellationRequested ? CutReason.ServerStops : CutReason.TimedOut;

    /// <summary>Whether an exception is the cut's own doing: a cancelled read may also surface as a broken connection.</summary>
    public bool Explains(Exception e) => Token.IsCancellationRequested && (e is OperationCanceledException or UpstreamFailedException);

    /// <summary>Begins a call: watches its client's disconnect.</summary>
    public void Begin(CancellationToken client)
    {
        _isLent = true;
        _client = client;
        _onClient = client.UnsafeRegister(static self => ((CallLifetime)self!)._source.Cancel(), this);

        // A stop before this may have cancelled the source of the call before.
        if (_stop.IsCancellationRequested) _source.Cancel();
    }

    /// <summary>Cancels after this time unless <see cref="Unlimit"/> or another limit comes first.</summary>
    public void Limit(TimeSpan time)
    {
        lock (_lock)
        {
            _dueMs = Environment.TickCount64 + (long)time.TotalMilliseconds;
            if (_dueMs < _ringsMs) Arm();
        }
    }

    /// <summary>Takes the limit away.</summary>
    public void Unlimit()
    {
        lock (_lock) _dueMs = Never;
    }

    /// <summary>After a limit has passed: goes on with a fresh token, unless the client or the server has ended the call meanwhile.</summary>
    public void Renew()
    {
        if (!Refresh()) return;

        // Whoever cancelled before the swap has cancelled the old source; its flag is up by now.
        if (_client.IsCancellationRequested || _stop.IsCancellationRequested) _source.Cancel();
    }

    /// <summary>Cuts the call now, as for a limit that has passed.</summary>
    public void Cut() => _source.Cancel();

    /// <summary>Ends the call: nothing that it began cancels anything from now on.</summary>
    public void Dispose()
    {
        if (!_isLent) return;
        _isLent = false;

        // Waits for a disconnect that is being announced: it must not hit the next call.
        _onClient.Dispose();
        (_client, _onClient) = (default, default);
        Unlimit();
        Refresh();
        _owner.Return(this);
    }

    /// <summary>For good.</summary>
    internal void Close()
    {
        _onStop.Dispose();
        _timer.Dispose();
    }

    /// <summary>Sees to a token that nobody has cancelled or is about to cancel; whether it is another one.</summary>
    private bool Refresh()
    {
        lock (_lock)
        {
            if (!_isSpoilt && _source.TryReset()) return false;
            _isSpoilt = false;
            _source = new CancellationTokenSource();
            return true;
        }
    }

    private void Ring()
    {
        CancellationTokenSource source;
        lock (_lock)
        {
            _ringsMs = Never;
            if (_dueMs == Never) return;
            if (_dueMs > Environment.TickCount64)
            {
                Arm();
                return;
            }

            // From here on the source is as good as cancelled, and must not serve another call even if this one ends first.
            (_dueMs, _isSpoilt, source) = (Never, true, _source);
        }

        source.Cancel();
    }

    private void Arm()
    {
        _ringsMs = _dueMs;
        _timer.Change(Math.Max(0, _dueMs - Environment.TickCount64), Timeout.Infinite);
    }
}
