namespace Farebox.Server.Upstreams.Http;

/// <summary>
/// The connections to one target. The one used last is used next, so that those beyond the need grow old and are closed. Disposing it
/// closes what is idle; what is in use is closed when it comes back.
/// </summary>
internal sealed class ConnectionPool : IDisposable
{
    // New addresses behind the provider's name are found within this time.
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan MaxIdle = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(20);

    private readonly Dialer _dialer;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _places;
    private readonly Lock _lock = new();
    private readonly List<KeptConnection> _idle = [];
    private readonly ITimer _sweeper;
    private bool _disposed;

    /// <summary>Opens no connection yet.</summary>
    public ConnectionPool(Dialer dialer, int maxConnections, TimeProvider clock)
    {
        _dialer = dialer;
        _clock = clock;
        _places = new SemaphoreSlim(maxConnections);
        _sweeper = clock.CreateTimer(static self => ((ConnectionPool)self!).Sweep(), this, SweepEvery, SweepEvery);
    }

    /// <summary>A connection for one call, waiting for a place when all are in use. Give it back with <see cref="Return"/>.</summary>
    /// <exception cref="UpstreamFailedException">None could be made.</exception>
    public ValueTask<KeptConnection> RentAsync(CancellationToken cancellationToken)
    {
        var waiting = _places.WaitAsync(cancellationToken);
        return waiting.IsCompletedSuccessfully && TakeIdle() is { } kept ? new(kept) : RentSlowlyAsync(waiting, cancellationToken);
    }

    /// <summary>Takes a connection back: to be used again, or closed.</summary>
    public void Return(KeptConnection connection, bool reusable)
    {
        var now = _clock.GetTimestamp();
        reusable &= _clock.GetElapsedTime(connection.MadeAt, now) < MaxAge;
        lock (_lock)
        {
            reusable &= !_disposed;
            if (reusable)
            {
                connection.IdleSince = now;
                _idle.Add(connection);
            }
        }

        if (!reusable) connection.Close();
        _places.Release();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sweeper.Dispose();
        lock (_lock)
        {
            _disposed = true;
            foreach (var connection in _idle) connection.Close();
            _idle.Clear();
        }
    }

    private async ValueTask<KeptConnection> RentSlowlyAsync(Task waiting, CancellationToken cancellationToken)
    {
        await waiting;
        try
        {
            if (TakeIdle() is { } kept) return kept;
            var (socket, stream) = await _dialer.DialAsync(cancellationToken);
            return new KeptConnection(socket, stream, this, _clock.GetTimestamp());
        }
        catch
        {
            _places.Release();
            throw;
        }
    }

    private KeptConnection? TakeIdle()
    {
        lock (_lock)
        {
            if (_idle.Count == 0) return null;
            var last = _idle[^1];
            _idle.RemoveAt(_idle.Count - 1);
            return last;
        }
    }

    private void Sweep()
    {
        lock (_lock)
        {
            _idle.RemoveAll(connection =>
            {
                var old = _clock.GetElapsedTime(connection.MadeAt) >= MaxAge || _clock.GetElapsedTime(connection.IdleSince) >= MaxIdle;
                if (old) connection.Close();
                return old;
            });
        }
    }
}
