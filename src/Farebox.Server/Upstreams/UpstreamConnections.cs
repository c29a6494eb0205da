using Farebox.Server.Platform.Options;

namespace Farebox.Server.Upstreams;

/// <summary>
/// The open connections, one per upstream. One whose settings changed is replaced; the old one may still be chosen by a call that holds
/// an older snapshot, so it is disposed only after <c>upstream_answer_seconds</c>, longer than any call takes to send its request.
/// Counting its users instead would cost every call two interlocked writes for something that happens a few times a year.
/// </summary>
public sealed class UpstreamConnections(ConnectUpstream connect, FareboxOptions options, TimeProvider clock) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (ConnectionSettings Settings, IUpstreamConnection Connection)> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<IUpstreamConnection, ITimer> _retired = [];
    private bool _disposed;

    /// <summary>The connection with these settings, made when there is none.</summary>
    public IUpstreamConnection Get(string upstreamId, ConnectionSettings settings)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_open.TryGetValue(upstreamId, out var open))
            {
                if (open.Settings == settings) return open.Connection;
                Retire(open.Connection);
            }

            var connection = connect(settings);
            _open[upstreamId] = (settings, connection);
            return connection;
        }
    }

    /// <summary>A connection for one question, which the caller disposes.</summary>
    public IUpstreamConnection Probe(ConnectionSettings settings) => connect(settings);

    /// <summary>Retires the connections of upstreams that are no more.</summary>
    public void KeepOnly(IReadOnlySet<string> upstreamIds)
    {
        lock (_lock)
        {
            foreach (var id in _open.Keys.Where(id => !upstreamIds.Contains(id)).ToList())
            {
                Retire(_open[id].Connection);
                _open.Remove(id);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            foreach (var (_, connection) in _open.Values) connection.Dispose();
            foreach (var (connection, timer) in _retired)
            {
                timer.Dispose();
                connection.Dispose();
            }

            _open.Clear();
            _retired.Clear();
        }
    }

    private void Retire(IUpstreamConnection connection) => _retired.Add(connection, clock.CreateTimer(
        _ => End(connection), null, TimeSpan.FromSeconds(options.UpstreamAnswerSeconds), Timeout.InfiniteTimeSpan));

    private void End(IUpstreamConnection connection)
    {
        lock (_lock)
        {
            if (!_retired.Remove(connection, out var timer)) return;
            timer.Dispose();
        }

        connection.Dispose();
    }
}
