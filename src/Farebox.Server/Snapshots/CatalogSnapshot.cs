using System.Collections.Frozen;
using Farebox.Kernel.Routing;
using Farebox.Server.Upstreams;

namespace Farebox.Server.Snapshots;

/// <summary>What one moment's calls are planned with and sent by. Immutable; a call takes it once and keeps to it.</summary>
/// <param name="Upstreams">Enabled upstreams by id: every route of the catalog leads to one of them.</param>
public sealed record CatalogSnapshot(CatalogView View, FrozenDictionary<string, ConnectedUpstream> Upstreams)
{
    /// <summary>No models, no upstreams.</summary>
    public static CatalogSnapshot Empty { get; } = new(CatalogView.Empty, FrozenDictionary<string, ConnectedUpstream>.Empty);

    /// <summary>Models and aliases that can be called.</summary>
    public ModelCatalog Catalog => View.Callable;
}
