using Farebox.Kernel.Limits;

namespace Farebox.Server.Limits;

/// <summary>A call that stands in line. Completed with a lease, or with the refusal when it waited in vain.</summary>
internal sealed class LimitWaiter(LimitSeat seat, string model, LimitAmounts wanted, long deadlineMs)
    : TaskCompletionSource<LimitAnswer>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public LimitSeat Seat => seat;

    public string Model => model;

    public LimitAmounts Wanted => wanted;

    /// <summary>The table's own milliseconds.</summary>
    public long DeadlineMs => deadlineMs;
}
