using System.Collections.Concurrent;

namespace Farebox.Server.Upstreams;

/// <summary>
/// How each upstream does, by its newest call or test; kept in memory. A success of a healthy upstream costs two reads, so that every
/// call may report.
/// </summary>
public sealed class UpstreamHealth(TimeProvider clock, ILogger<UpstreamHealth> logger)
{
    private readonly ConcurrentDictionary<string, UpstreamCondition> _conditions = new(StringComparer.Ordinal);

    /// <summary>A call or test of this upstream succeeded.</summary>
    public void ReportSuccess(string upstreamId) => Of(upstreamId).ReportSuccess();

    /// <summary>A call or test of this upstream failed.</summary>
    /// <param name="message">For operators. The upstream's own credential is struck out of it.</param>
    public void ReportFailure(string upstreamId, string message) => Of(upstreamId).ReportFailure(message);

    /// <summary>The condition of one upstream.</summary>
    public UpstreamCondition Of(string upstreamId) => _conditions.TryGetValue(upstreamId, out var condition)
        ? condition
        : _conditions.GetOrAdd(upstreamId, static (id, self) => new UpstreamCondition(id, self.Clock, self.Logger), (Clock: clock, Logger: logger));
}
