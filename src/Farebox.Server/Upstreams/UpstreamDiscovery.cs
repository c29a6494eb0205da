using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;
using Microsoft.Extensions.Hosting;

namespace Farebox.Server.Upstreams;

/// <summary>
/// Asks upstreams which models they have: at start, then every <c>discovery_seconds</c>. What it learns is kept in the store, so that a
/// restart serves at once; an upstream that fails keeps its last list.
/// </summary>
public sealed class UpstreamDiscovery(
    UpstreamRegistry registry, UpstreamStore store, UpstreamConnections connections, UpstreamHealth health, FareboxOptions options,
    TimeProvider clock, ILogger<UpstreamDiscovery> logger) : BackgroundService
{
    private const int MaxAtOnce = 8;

    /// <summary>How long an upstream may take to list its models.</summary>
    internal static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>How long something may take to show that it is there at all.</summary>
    internal static readonly TimeSpan PresenceTimeout = TimeSpan.FromMilliseconds(300);

    /// <summary>Asks every upstream whose models are discovered, and announces when anything changed.</summary>
    public async Task RunRoundAsync(CancellationToken cancellationToken)
    {
        await registry.LoadAsync();
        var changed = 0;
        var limits = new ParallelOptions { MaxDegreeOfParallelism = MaxAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(registry.Unanswered.ToList(), limits, async (candidate, token) =>
        {
            if (await LookForAsync(candidate, token)) Interlocked.Increment(ref changed);
        });
        await Parallel.ForEachAsync(registry.Current.Where(upstream => upstream is { Enabled: true, Definition.IsDiscovered: true }), limits,
            async (upstream, token) =>
            {
                if (await AskAsync(upstream, actor: null, token)) Interlocked.Increment(ref changed);
            });
        if (changed > 0) await registry.ReloadAsync();
    }

    /// <summary>Asks one upstream now, on somebody's behalf; its health tells whether it answered.</summary>
    public async Task DiscoverAsync(string upstreamId, Actor actor, CancellationToken cancellationToken)
    {
        if (registry.Find(upstreamId) is { Definition.IsDiscovered: true } upstream && await AskAsync(upstream, actor, cancellationToken))
            await registry.ReloadAsync();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.DiscoverySeconds), clock);
        do
        {
            try
            {
                await RunRoundAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Whatever it was, the catalog that is served stays as it is.
                UpstreamLog.RoundFailed(logger, e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Whether the list is another one now.</summary>
    private async Task<bool> AskAsync(ConnectedUpstream upstream, Actor? actor, CancellationToken cancellationToken)
    {
        var result = await UpstreamProbe.RunAsync(upstream.Connection, Timeout, cancellationToken);
        if (result.Models is not { } models)
        {
            health.ReportFailure(upstream.Id, result.Message);
            return false;
        }

        health.ReportSuccess(upstream.Id);
        if (models.SequenceEqual(upstream.Models.Select(model => model.Name), StringComparer.Ordinal)) return false;
        if (await store.KeepDiscoveredAsync(upstream.Definition, models, Now, actor) != UpstreamWrite.Done) return false;
        UpstreamLog.ModelsChanged(logger, upstream.Id, models.Count);
        return true;
    }

    private async Task<bool> LookForAsync(EnvironmentUpstream candidate, CancellationToken cancellationToken)
    {
        using var connection = connections.Probe(candidate.Settings);
        var result = await UpstreamProbe.RunAsync(connection, PresenceTimeout, cancellationToken);
        if (result.Models is not { } models) return false;

        await store.KeepDiscoveredAsync(registry.Define(candidate), models, Now, actor: null);
        registry.Answered(candidate);
        health.ReportSuccess(candidate.Id);
        return true;
    }

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
