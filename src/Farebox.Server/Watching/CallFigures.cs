using Farebox.Kernel.Money;
using Farebox.Server.UsageLog;

namespace Farebox.Server.Watching;

/// <summary>What is known of a call at its end.</summary>
/// <param name="Charge">What was taken for it.</param>
/// <param name="Upstream">The upstream that was called last; null for none.</param>
/// <param name="FlushTicks">Stopwatch ticks for which the call waited for its record to be on the disk.</param>
internal readonly record struct CallFigures(UsageRecord Record, NanoUsd Charge, WatchedUpstream? Upstream, long FlushTicks)
{
    /// <summary>Stopwatch ticks for which it stood in line; 0 when it did not.</summary>
    public long QueueTicks { get; init; }

    /// <summary>Stopwatch ticks from its arrival to the first output of a stream; 0 for other answers.</summary>
    public long FirstTokenTicks { get; init; }
}
