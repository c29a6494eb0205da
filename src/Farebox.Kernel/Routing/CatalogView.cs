using System.Collections.Frozen;

namespace Farebox.Kernel.Routing;

/// <summary>The catalog with what only operators see of it. Immutable.</summary>
/// <param name="Callable">What calls are planned with.</param>
/// <param name="Disabled">Models that are offered but switched off, in the catalog's order.</param>
/// <param name="Aliases">Every alias, resolving or not, ordered by name.</param>
/// <param name="UpstreamNames">Upstream id to name.</param>
public sealed record CatalogView(
    ModelCatalog Callable,
    IReadOnlyList<CatalogEntry> Disabled,
    IReadOnlyList<AliasEntry> Aliases,
    IReadOnlyDictionary<string, string> UpstreamNames)
{
    /// <summary>No models at all.</summary>
    public static CatalogView Empty { get; } = new(ModelCatalog.Empty, [], [], FrozenDictionary<string, string>.Empty);
}

/// <summary>An alias as operators see it.</summary>
/// <param name="Model">Name of the model it stands for now, or null when it stands for none.</param>
/// <param name="Configured">The operator's target, empty for "switched off"; null for a default alias.</param>
public sealed record AliasEntry(string Name, string? Model, string? Configured);
