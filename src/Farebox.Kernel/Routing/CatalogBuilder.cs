namespace Farebox.Kernel.Routing;

/// <summary>Makes the catalog out of what upstreams offer and what the operator said.</summary>
public static class CatalogBuilder
{
    // An alias of an alias of an alias is somebody's joke; a circle must end too.
    private const int MaxAliasHops = 4;

    /// <summary>
    /// The catalog of these offers. A model at several upstreams is one entry, with routes in the order of the offers.
    /// </summary>
    /// <param name="offers">Of enabled upstreams, in the order in which they are tried.</param>
    public static CatalogView Build(IReadOnlyList<UpstreamOffer> offers, OperatorCatalog settings)
    {
        var entries = Entries(offers, settings);
        var enabled = entries.Where(entry => IsEnabled(entry.Name, settings)).ToList();
        var disabled = entries.Where(entry => !IsEnabled(entry.Name, settings)).ToList();
        var names = enabled.Select(entry => entry.Name).ToHashSet(StringComparer.Ordinal);

        var targets = Targets(offers, settings, enabled, disabled);
        var resolved = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in targets.Keys)
        {
            if (!names.Contains(name) && Follow(name, targets, names) is { } model) resolved[name] = model;
        }

        var aliases = DefaultAliases.Names.Where(name => !names.Contains(name))
            .Concat(targets.Keys).Concat(settings.Aliases.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(name => new AliasEntry(name, resolved.GetValueOrDefault(name), settings.Aliases.GetValueOrDefault(name)));
        return new CatalogView(
            new ModelCatalog(enabled, resolved), disabled, [.. aliases],
            offers.ToDictionary(offer => offer.UpstreamId, offer => offer.UpstreamName, StringComparer.Ordinal));
    }

    private static List<CatalogEntry> Entries(IReadOnlyList<UpstreamOffer> offers, OperatorCatalog settings)
    {
        var order = new List<string>();
        var routes = new Dictionary<string, List<ModelRoute>>(StringComparer.Ordinal);
        var first = new Dictionary<string, (UpstreamOffer Offer, long CreatedAt)>(StringComparer.Ordinal);
        foreach (var offer in offers)
        {
            foreach (var (name, createdAt) in offer.Models)
            {
                if (first.TryAdd(name, (offer, createdAt)))
                {
                    order.Add(name);
                    routes.Add(name, []);
                }

                routes[name].Add(new ModelRoute(offer.UpstreamId, name));
            }
        }

        return [.. order.Select(name => new CatalogEntry(
            name, routes[name], IsChatOnly(name, first[name].Offer, settings), first[name].Offer.UpstreamName, first[name].CreatedAt)
        {
            ReserveOutputTokens = settings.Models.GetValueOrDefault(name)?.ReserveOutputTokens,
        })];
    }

    private static bool IsEnabled(string model, OperatorCatalog settings) =>
        !settings.Models.TryGetValue(model, out var setting) || setting.Enabled;

    private static bool IsChatOnly(string model, UpstreamOffer first, OperatorCatalog settings) =>
        settings.Models.GetValueOrDefault(model)?.ChatOnly
        ?? (first.TranslatesCompletions && ModelTraits.PurposeOf(model) != ModelPurpose.Completion);

    /// <summary>What each alias points at: the operator's word, else the default's.</summary>
    private static Dictionary<string, string> Targets(
        IReadOnlyList<UpstreamOffer> offers, OperatorCatalog settings, List<CatalogEntry> enabled, List<CatalogEntry> disabled)
    {
        var lastResort = offers.Where(offer => offer.LastResort).SelectMany(offer => offer.Models).Select(model => model.Name)
            .Except(offers.Where(offer => !offer.LastResort).SelectMany(offer => offer.Models).Select(model => model.Name))
            .ToHashSet(StringComparer.Ordinal);
        var targets = DefaultAliases.Resolve([.. enabled.Select(entry => entry.Name)], lastResort);

        // Whoever switches a model off does not want another one to answer in its name, unless they say which.
        foreach (var entry in disabled) targets.Remove(entry.Name);
        foreach (var (name, target) in settings.Aliases)
        {
            if (target.Length > 0) targets[name] = target;
            else targets.Remove(name);
        }

        return targets;
    }

    private static string? Follow(string alias, Dictionary<string, string> targets, HashSet<string> models)
    {
        var name = alias;
        for (var hop = 0; hop < MaxAliasHops && targets.TryGetValue(name, out var target); hop++)
        {
            if (models.Contains(target)) return target;
            name = target;
        }

        return null;
    }
}
