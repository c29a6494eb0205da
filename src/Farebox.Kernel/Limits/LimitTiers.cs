namespace Farebox.Kernel.Limits;

/// <summary>Every tier of an installation. Immutable.</summary>
public sealed class LimitTiers
{
    private readonly LimitTier[] _tiers;

    private LimitTiers(LimitTier[] tiers) => _tiers = tiers;

    /// <summary>By what has to be spent, the least first.</summary>
    public IReadOnlyList<LimitTier> All => _tiers;

    /// <summary>Null, and what is wrong, unless there is one from 0 on, and no name or amount is there twice.</summary>
    public static (LimitTiers? Tiers, string? Problem) TryCreate(IEnumerable<LimitTier> tiers)
    {
        var ordered = tiers.OrderBy(tier => tier.FromSpentNano).ToArray();
        if (ordered.Length == 0 || ordered[0].FromSpentNano != 0) return (null, "one tier must begin at 0 USD.");
        if (ordered.DistinctBy(tier => tier.Name, StringComparer.Ordinal).Count() < ordered.Length) return (null, "a name is there twice.");
        return ordered.DistinctBy(tier => tier.FromSpentNano).Count() < ordered.Length
            ? (null, "two tiers begin at the same amount.")
            : (new LimitTiers(ordered), null);
    }

    /// <summary>The tier of this name, or null.</summary>
    public LimitTier? Find(string name) => Array.Find(_tiers, tier => tier.Name == name);

    /// <summary>What somebody who spent so much has reached.</summary>
    public LimitTier Reached(long spentNano) => Array.FindLast(_tiers, tier => tier.FromSpentNano <= spentNano)!;

    /// <summary>The next one up, or null at the top.</summary>
    public LimitTier? After(long spentNano) => Array.Find(_tiers, tier => tier.FromSpentNano > spentNano);
}
