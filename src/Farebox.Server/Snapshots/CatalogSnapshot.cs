using System.Collections.Frozen;
using Farebox.Kernel.Pricing;
using Farebox.Kernel.Routing;
using Farebox.Server.Upstreams;

namespace Farebox.Server.Snapshots;

/// <summary>What one moment's calls are planned with and sent by. Immutable; a call takes it once and keeps to it.</summary>
/// <param name="Upstreams">Enabled upstreams by id: every route of the catalog leads to one of them.</param>
public sealed record CatalogSnapshot(CatalogView View, FrozenDictionary<string, ConnectedUpstream> Upstreams)
{
    /// <summary>No models, no upstreams.</summary>
    public static CatalogSnapshot Empty { get; } = new(CatalogView.Empty, FrozenDictionary<string, ConnectedUpstream>.Empty);

    /// <summary>What models cost: <c>Prices.Find(model's own name, organization's id, Unix milliseconds)</c>.</summary>
    public PriceBook Prices { get; init; } = PriceBook.Empty;

    /// <summary>Output tokens that a call without an output limit is quoted for, where its model does not say.</summary>
    public int DefaultReserveOutputTokens { get; init; }

    /// <summary>Models and aliases that can be called.</summary>
    public ModelCatalog Catalog => View.Callable;

    /// <summary>Output tokens that a call of this model without an output limit is quoted for.</summary>
    public int ReserveOutputTokens(CatalogEntry model) => model.ReserveOutputTokens ?? DefaultReserveOutputTokens;
}
