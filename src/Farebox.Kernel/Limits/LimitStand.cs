namespace Farebox.Kernel.Limits;

/// <summary>A plan, with where it is counted and, when keys share it, the part of one of them.</summary>
public sealed class LimitStand(LimitPlan plan)
{
    public LimitPlan Plan { get; } = plan;

    public LimitCounter Counter { get; set; } = null!;

    /// <summary>Null when only one key is counted.</summary>
    public KeyShare? Share { get; set; }
}
