using System.Collections.Frozen;
using Farebox.Kernel.Credentials;

namespace Farebox.Kernel.Routing;

/// <summary>Every model that can be called now, and every alias of one. Immutable: a change makes a new catalog.</summary>
public sealed class ModelCatalog
{
    private readonly FrozenDictionary<string, CatalogEntry> _models;
    private readonly FrozenDictionary<string, CatalogEntry> _aliases;

    /// <summary>Aliases whose target is not a model are left out; a model's own name goes before an alias of that name.</summary>
    public ModelCatalog(IReadOnlyList<CatalogEntry> models, IReadOnlyDictionary<string, string> aliases)
    {
        _models = models.ToFrozenDictionary(model => model.Name, StringComparer.Ordinal);
        _aliases = aliases
            .Where(alias => !_models.ContainsKey(alias.Key) && _models.ContainsKey(alias.Value))
            .ToFrozenDictionary(alias => alias.Key, alias => _models[alias.Value], StringComparer.Ordinal);
        Models = models;
    }

    /// <summary>No models at all.</summary>
    public static ModelCatalog Empty { get; } = new([], FrozenDictionary<string, string>.Empty);

    /// <summary>The models, in the catalog's order.</summary>
    public IReadOnlyList<CatalogEntry> Models { get; }

    /// <summary>Alias to model, for those that resolve.</summary>
    public IReadOnlyDictionary<string, CatalogEntry> Aliases => _aliases;

    /// <summary>The model that a grant may call under this name, or null.</summary>
    public CatalogEntry? Find(Grant grant, string name)
    {
        if (!_models.TryGetValue(name, out var model) && !_aliases.TryGetValue(name, out model)) return null;

        // A grant may name a model or an alias of it: whoever was given "gpt-3.5-turbo" goes on calling it after it became an alias.
        return grant.Models.Contains(model.Name) || grant.Models.Contains(name) ? model : null;
    }

    /// <summary>Decides where a call goes.</summary>
    public (RoutePlan? Plan, PlanRefusal Refusal) Plan(Grant grant, Surface surface, string name)
    {
        if (!grant.Has(ScopeOf(surface))) return (null, PlanRefusal.ScopeMissing);
        return Find(grant, name) is { } model
            ? (new RoutePlan(model, surface, surface == Surface.Completions && model.ChatOnly), PlanRefusal.None)
            : (null, PlanRefusal.ModelNotFound);
    }

    /// <summary>The scope that a call of this surface needs.</summary>
    public static Scopes ScopeOf(Surface surface) => surface switch
    {
        Surface.ChatCompletions => Scopes.RequestChat,
        Surface.Completions => Scopes.RequestCompletions,
        Surface.Embeddings => Scopes.RequestEmbeddings,
        Surface.Images => Scopes.RequestImages,
        _ => throw new ArgumentOutOfRangeException(nameof(surface)),
    };
}
