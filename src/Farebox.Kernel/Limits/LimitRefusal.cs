namespace Farebox.Kernel.Limits;

/// <summary>Why a call does not fit: of all limits that refuse it the one that does so longest.</summary>
/// <param name="WaitMs">
/// In how many milliseconds the call would be admitted if nobody else came; null when it never would, or, of
/// <see cref="LimitKind.Concurrency"/>, when nobody can say.
/// </param>
public readonly record struct LimitRefusal(LimitPlan Plan, LimitCap Cap, long Used, long Wanted, long? WaitMs)
{
    /// <summary>Set when there is room, but it is kept for other keys: what this key has used itself.</summary>
    public long? UsedByKey { get; init; }

    /// <summary>Whether it asks for more than the whole limit.</summary>
    public bool NeverFits => Wanted > Cap.Max;
}
