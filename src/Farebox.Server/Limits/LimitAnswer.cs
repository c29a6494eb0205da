using Farebox.Kernel.Limits;

namespace Farebox.Server.Limits;

/// <summary>What became of a call that wants in: a lease, a refusal, a place in line, or a counter that has yet to be filled.</summary>
internal readonly struct LimitAnswer
{
    /// <summary>Set when it is admitted.</summary>
    public LimitLease? Lease { get; init; }

    /// <summary>Set when it is not.</summary>
    public LimitRefusal? Refusal { get; init; }

    /// <summary>How the limits stand after it.</summary>
    public LimitReading Reading { get; init; }

    /// <summary>Set when it stands in line.</summary>
    public LimitWaiter? Waiter { get; init; }

    /// <summary>Set when the windows of a day of this stand are not known yet.</summary>
    public LimitStand? Unknown { get; init; }
}
