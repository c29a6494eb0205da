using System.Collections.Frozen;
using Farebox.Kernel.Pricing;
using Farebox.Kernel.Routing;
using Farebox.Server.Catalog;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;
using Farebox.Server.Upstreams;
using Microsoft.Extensions.Hosting;

namespace Farebox.Server.Snapshots;

/// <summary>
/// Keeps the snapshot: builds it at start and after each announced change, one build at a time, and swaps it whole. A build that fails
/// leaves the old one running.
/// </summary>
public sealed partial class SnapshotSource : ICatalogSource, IHostedService, IDisposable
{
    private readonly UpstreamRegistry _registry;
    private readonly CatalogStore _store;
    private readonly PriceStore _prices;
    private readonly PriceList _list;
    private readonly FareboxOptions _options;
    private readonly TimeProvider _clock;
    private readonly ChangeFeed _changes;
    private readonly ILogger<SnapshotSource> _logger;
    private readonly SemaphoreSlim _gate = new(1);
    private volatile CatalogSnapshot _current = CatalogSnapshot.Empty;
    private volatile bool _loaded;

    /// <summary>Listens from now on; <see cref="StartAsync"/> builds the first snapshot.</summary>
    public SnapshotSource(
        UpstreamRegistry registry, CatalogStore store, PriceStore prices, PriceList list, FareboxOptions options, TimeProvider clock,
        ChangeFeed changes, ILogger<SnapshotSource> logger)
    {
        _registry = registry;
        _store = store;
        _prices = prices;
        _list = list;
        _options = options;
        _clock = clock;
        _changes = changes;
        _logger = logger;
        changes.CatalogChanged += RebuildAsync;
    }

    /// <summary>The newest snapshot: one volatile read.</summary>
    public CatalogSnapshot Current => _current;

    /// <summary>Whether a snapshot was built: before that no call can be planned.</summary>
    public bool IsLoaded => _loaded;

    /// <inheritdoc/>
    public CatalogView View => _current.View;

    /// <inheritdoc/>
    public PriceBook Prices => _current.Prices;

    /// <summary>Builds the first snapshot, so that the first call finds it.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _registry.LoadAsync();
        await _prices.KeepAsync(_list, _clock.GetUtcNow().ToUnixTimeMilliseconds());
        _current = await BuildAsync();
        _loaded = true;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        _changes.CatalogChanged -= RebuildAsync;
        _gate.Dispose();
    }

    private async Task RebuildAsync()
    {
        await _gate.WaitAsync();
        try
        {
            _current = await BuildAsync();
            _loaded = true;
        }
        catch (Exception e)
        {
            RebuildFailed(_logger, e);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<CatalogSnapshot> BuildAsync()
    {
        var settings = await _store.LoadAsync();
        var enabled = _registry.Current.Where(upstream => upstream.Enabled).ToList();
        var view = CatalogBuilder.Build([.. enabled.Select(upstream => upstream.ToOffer())], settings);
        var upstreams = enabled.ToFrozenDictionary(upstream => upstream.Id, StringComparer.Ordinal);
        var free = view.Callable.Models.Concat(view.Disabled)
            .Where(model => model.Routes.All(route => upstreams[route.UpstreamId].Free)).Select(model => model.Name).ToHashSet(StringComparer.Ordinal);
        return new CatalogSnapshot(view, upstreams)
        {
            Prices = BookOf(await _prices.LoadAsync(), free),
            DefaultReserveOutputTokens = _options.ReserveOutputTokens,
        };
    }

    private PriceBook BookOf(StoredPrices stored, HashSet<string> free) => new(
        [.. _list.Prices.Select(listed => listed.Version)],
        [.. stored.Prices.Select(row => new PriceVersion(row.Model, row.EffectiveFrom, row.Price))],
        [.. stored.Multipliers.Where(row => row.Model is not null).Select(row => row.ToVersion())],
        [.. stored.Multipliers.Where(row => row.OrganizationId is not null).Select(row => row.ToVersion())],
        free);

    [LoggerMessage(Level = LogLevel.Error, Message = "The catalog could not be rebuilt; calls go on with the one before")]
    private static partial void RebuildFailed(ILogger logger, Exception exception);
}
