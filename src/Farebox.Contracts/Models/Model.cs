namespace Farebox.Contracts.Models;

/// <summary>OpenAI's <c>model</c>.</summary>
/// <param name="Created">Unix seconds.</param>
/// <param name="OwnedBy">Name of the first upstream that serves it.</param>
public sealed record Model(string Id, string Object, long Created, string OwnedBy);

/// <summary>OpenAI's list of models: not paged.</summary>
public sealed record ModelList(string Object, IReadOnlyList<Model> Data);

/// <summary>A model in the operator's catalog, with where it goes.</summary>
/// <param name="ChatOnly">Legacy completions are translated to chat for it.</param>
/// <param name="Routes">Upstreams in the order they are tried.</param>
public sealed record CatalogModel(string Object, string Id, bool Enabled, bool ChatOnly, IReadOnlyList<CatalogRoute> Routes)
{
    /// <summary>Output tokens that a call without an output limit is quoted for.</summary>
    public int ReserveOutputTokens { get; init; }

    /// <summary>What it costs now; null for a model without a price, which cannot be called.</summary>
    public PriceInEffect? Price { get; init; }
}

/// <summary>Where a model can be had.</summary>
public sealed record CatalogRoute(string UpstreamId, string UpstreamName, string UpstreamModel);

/// <summary>Body of changing a model; what is absent stays.</summary>
public sealed record UpdateModelRequest
{
    public bool? Enabled { get; init; }
    public bool? ChatOnly { get; init; }

    /// <summary>1 to 10 000 000; 0 returns to the installation's option.</summary>
    public int? ReserveOutputTokens { get; init; }
}

/// <summary>A second name for a model.</summary>
/// <param name="Target">The model it stands for now, or null when nothing connected fits.</param>
/// <param name="Source"><c>default</c> (shipped) or <c>operator</c>.</param>
/// <param name="Configured">What the operator wrote: a name, or an empty string for "switched off"; null for a default.</param>
public sealed record ModelAlias(string Object, string Id, string? Target, string Source, string? Configured = null);

/// <summary>Body of setting an alias: a model's name, or an empty string to switch a default alias off.</summary>
public sealed record AliasRequest(string? Target);
