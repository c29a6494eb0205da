namespace Farebox.Kernel.Pricing;

/// <summary>Lays what is said of a model's price out in time.</summary>
internal static class PriceTimeline
{
    /// <summary>The price of a model that is free because its upstreams are.</summary>
    private static readonly Price Free = new() { Version = "free" };

    /// <summary>The steps of one model, the first one from the beginning of time, ordered by time.</summary>
    /// <param name="listed">Versions of the list, in the order in which they were made, as are the others: of two that begin at the same moment
    /// the later one counts.</param>
    /// <param name="isFree">Whether every upstream that offers the model is declared free.</param>
    public static PriceStep[] Of(
        IReadOnlyList<PriceVersion> listed, IReadOnlyList<PriceVersion> ordered, IReadOnlyList<MultiplierVersion> multipliers, bool isFree)
    {
        var moments = listed.Concat(ordered).Select(version => version.EffectiveFromMs).Concat(multipliers.Select(version => version.EffectiveFromMs))
            .Append(0).Distinct().Order();
        return [.. moments.Select(fromMs => Step(fromMs, PriceAt(listed, ordered, isFree, fromMs), MultiplierAt(multipliers, fromMs)))];
    }

    /// <summary>The multiplier in effect, or null.</summary>
    public static MultiplierVersion? MultiplierAt(IReadOnlyList<MultiplierVersion> versions, long nowMs)
    {
        MultiplierVersion? newest = null;
        for (var i = 0; i < versions.Count; i++)
        {
            var version = versions[i];
            if (version.EffectiveFromMs <= nowMs && (newest is null || version.EffectiveFromMs >= newest.EffectiveFromMs)) newest = version;
        }

        return newest;
    }

    private static PriceStep Step(long fromMs, (PriceOrigin Origin, Price? Price) at, MultiplierVersion? multiplier)
    {
        var version = at.Price is null ? "" : multiplier is null ? at.Price.Version : $"{at.Price.Version}{PriceStep.Times}{multiplier.Version}";
        return new PriceStep(fromMs, at.Origin, at.Price, multiplier?.PartsPerMillion ?? Multipliers.One, version);
    }

    // The operator's price goes before the operator's word about upstreams, and that before what is public.
    private static (PriceOrigin Origin, Price? Price) PriceAt(
        IReadOnlyList<PriceVersion> listed, IReadOnlyList<PriceVersion> ordered, bool isFree, long nowMs)
    {
        if (VersionAt(ordered, nowMs)?.Price is { } own) return (PriceOrigin.Operator, own);
        if (isFree) return (PriceOrigin.Free, Free);
        return VersionAt(listed, nowMs)?.Price is { } price ? (PriceOrigin.List, price) : (PriceOrigin.None, null);
    }

    private static PriceVersion? VersionAt(IReadOnlyList<PriceVersion> versions, long nowMs) =>
        versions.Where(version => version.EffectiveFromMs <= nowMs).OrderBy(version => version.EffectiveFromMs).LastOrDefault();
}
