using System.Collections.Frozen;

namespace Farebox.Kernel.Pricing;

/// <summary>
/// What every model costs every organization, now and at every moment for which something has been said. Immutable: a change makes a new
/// book, and a price that begins later begins by itself, because each question names its moment.
/// </summary>
public sealed class PriceBook
{
    private static readonly IReadOnlyList<PriceVersion> NoVersions = [];
    private static readonly IReadOnlyList<MultiplierVersion> NoMultipliers = [];

    private readonly FrozenDictionary<string, PriceStep[]> _models;
    private readonly FrozenDictionary<string, MultiplierVersion[]> _organizations;

    /// <summary>Lays everything out. Where two versions of one kind begin at the same moment, the one that comes later in its list counts.</summary>
    /// <param name="listed">Public prices.</param>
    /// <param name="ordered">The operator's.</param>
    /// <param name="freeModels">Models of which every upstream is declared free.</param>
    public PriceBook(
        IReadOnlyCollection<PriceVersion> listed, IReadOnlyCollection<PriceVersion> ordered, IReadOnlyCollection<MultiplierVersion> ofModels,
        IReadOnlyCollection<MultiplierVersion> ofOrganizations, IReadOnlySet<string> freeModels)
    {
        var list = Group(listed, version => version.Model);
        var orders = Group(ordered, version => version.Model);
        var multipliers = Group(ofModels, version => version.Subject);
        _models = list.Keys.Concat(orders.Keys).Concat(freeModels).Distinct(StringComparer.Ordinal).ToFrozenDictionary(
            model => model,
            model => PriceTimeline.Of(
                list.GetValueOrDefault(model) ?? NoVersions, orders.GetValueOrDefault(model) ?? NoVersions,
                multipliers.GetValueOrDefault(model) ?? NoMultipliers, freeModels.Contains(model)),
            StringComparer.Ordinal);
        _organizations = Group(ofOrganizations, version => version.Subject).ToFrozenDictionary(
            group => group.Key, group => group.Value.OrderBy(version => version.EffectiveFromMs).ToArray(), StringComparer.Ordinal);
    }

    /// <summary>No prices: nothing can be called.</summary>
    public static PriceBook Empty { get; } = new([], [], [], [], FrozenSet<string>.Empty);

    /// <summary>
    /// What a model costs an organization, or null when it has no price then and must not be called. Allocates nothing.
    /// </summary>
    /// <param name="model">The model's own name, not an alias.</param>
    /// <param name="nowMs">Unix milliseconds.</param>
    public PricedModel? Find(string model, string organizationId, long nowMs)
    {
        if (At(model, nowMs) is not { Price: not null } step) return null;
        return new PricedModel(step, OrganizationMultiplierAt(organizationId, nowMs));
    }

    /// <summary>What is said of a model at a moment, whoever calls it; null when nothing ever was.</summary>
    public PriceStep? At(string model, long nowMs)
    {
        if (!_models.TryGetValue(model, out var steps)) return null;

        // Few, and the moment is nearly always behind all of them or before the last.
        for (var i = steps.Length - 1; i > 0; i--)
        {
            if (steps[i].FromMs <= nowMs) return steps[i];
        }

        return steps[0];
    }

    /// <summary>The organization's multiplier in effect, or null.</summary>
    public MultiplierVersion? OrganizationMultiplierAt(string organizationId, long nowMs)
    {
        if (!_organizations.TryGetValue(organizationId, out var versions)) return null;
        for (var i = versions.Length - 1; i >= 0; i--)
        {
            if (versions[i].EffectiveFromMs <= nowMs) return versions[i];
        }

        return null;
    }

    private static Dictionary<string, List<T>> Group<T>(IReadOnlyCollection<T> versions, Func<T, string> subject) =>
        versions.GroupBy(subject, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
}
