using Farebox.Kernel.Limits;

namespace Farebox.Server.Limits;

/// <summary>What one call has taken of every limit that it matches. To be released on every way out; the first time counts.</summary>
internal sealed class LimitLease(LimitTable table, LimitSeat seat, string model, LimitAmounts taken, long takenAtMs)
{
    public LimitSeat Seat => seat;

    public string Model => model;

    public LimitAmounts Taken => taken;

    /// <summary>The table's own milliseconds.</summary>
    public long TakenAtMs => takenAtMs;

    /// <summary>Guarded by the table's lock.</summary>
    internal bool IsReleased { get; set; }

    /// <summary>The call is over and took this much in truth: the estimate is corrected, where it was taken.</summary>
    public void Release(long tokens, long images) => table.Release(this, LimitAmounts.Clamped(tokens, images));

    /// <summary>The call is over, and nobody knows better than the estimate.</summary>
    public void Release() => table.Release(this, taken);
}
