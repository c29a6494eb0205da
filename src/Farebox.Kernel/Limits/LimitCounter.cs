namespace Farebox.Kernel.Limits;

/// <summary>What was taken under one plan, whatever its numbers are now. Mutable, and not safe for several threads.</summary>
public sealed class LimitCounter(string id)
{
    private readonly SlidingWindow?[] _windows = new SlidingWindow?[LimitKinds.WindowCount];

    public string Id { get; } = id;

    /// <summary>Calls under way.</summary>
    public long InFlight { get; set; }

    /// <summary>Calls that stand in line for it.</summary>
    public long InLine { get; set; }

    /// <summary>Whether the windows of a day hold what is on record.</summary>
    public bool HasHistory { get; set; }

    /// <summary>Set when it was put away: whoever still has it asks for the new one.</summary>
    public bool IsGone { get; set; }

    /// <summary>The parts of the keys that share it, once several may.</summary>
    public KeyShares? Shares { get; set; }

    /// <summary>The window of a kind that has one; made when it is first asked for.</summary>
    public SlidingWindow Window(LimitKind kind) => _windows[(int)kind] ??= LimitKinds.NewWindow(kind);

    /// <summary>Whether it could be put away and made anew from what is on record, and nothing would change.</summary>
    public bool IsIdle(long nowMs)
    {
        if (InFlight > 0 || InLine > 0) return false;
        foreach (var kind in LimitKinds.All)
        {
            if (kind != LimitKind.Concurrency && !LimitKinds.IsDaily(kind) && _windows[(int)kind]?.Used(nowMs) > 0) return false;
        }

        return true;
    }

    /// <summary>How much of a cap is used.</summary>
    public long Used(LimitKind kind, long nowMs) => kind == LimitKind.Concurrency ? InFlight : Window(kind).Used(nowMs);
}
