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
/// limit passes. Settlement never waits on it.
/// </summary>
internal sealed class CallLifetime : IDisposable
{
    private volatile CancellationTokenSource _source = new();
    private readonly CancellationToken _client;
    private readonly CancellationToken _stop;
    private readonly CancellationTokenRegistration _onClient;
    private readonly CancellationTokenRegistration _onStop;

    /// <summary>Watches a client's disconnect and the server's forced stop.</summary>
    public CallLifetime(CancellationToken client, CancellationToken stop)
    {
        _client = client;
        _stop = stop;
        _onClient = client.UnsafeRegister(static self => ((CallLifetime)self!)._source.Cancel(), this);
        _onStop = stop.UnsafeRegister(static self => ((CallLifetime)self!)._source.Cancel(), this);
    }

    /// <summary>What to wait with.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Meaningful once the token is cancelled.</summary>
    public CutReason Reason =>
        _client.IsCancellationRequested ? CutReason.ClientLeft : _stop.IsCancellationRequested ? CutReason.ServerStops : CutReason.TimedOut;

    /// <summary>Whether an exception is the cut's own doing: a cancelled read may also surface as a broken connection.</summary>
    public bool Explains(Exception e) => Token.IsCancellationRequested && (e is OperationCanceledException or UpstreamFailedException);

    /// <summary>Cancels after this time unless <see cref="Unlimit"/> or another limit comes first.</summary>
    public void Limit(TimeSpan time) => _source.CancelAfter(time);

    /// <summary>Takes the limit away.</summary>
    public void Unlimit() => _source.CancelAfter(Timeout.InfiniteTimeSpan);

    /// <summary>After a limit has passed: goes on with a fresh token, unless the client or the server has ended the call meanwhile.</summary>
    public void Renew()
    {
        if (!_source.IsCancellationRequested) return;
        var fresh = new CancellationTokenSource();
        _source = fresh;

        // Whoever cancelled before the swap has cancelled the old source; its flag is up by now.
        if (_client.IsCancellationRequested || _stop.IsCancellationRequested) fresh.Cancel();
    }

    /// <summary>Cuts the call now, as for a limit that has passed.</summary>
    public void Cut() => _source.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        _onClient.Dispose();
        _onStop.Dispose();
        _source.Dispose();
    }
}
