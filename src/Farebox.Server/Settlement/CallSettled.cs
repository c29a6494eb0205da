using Farebox.Kernel.Money;
using Farebox.Server.Storage;

namespace Farebox.Server.Settlement;

/// <summary>A call that was settled in memory and is on its way to the disk.</summary>
/// <param name="charge">What was taken.</param>
/// <param name="entry">What to wait for; null when the operator chose not to.</param>
public readonly struct CallSettled(NanoUsd charge, JournalEntry? entry)
{
    public NanoUsd Charge => charge;

    /// <summary>Completes once the settlement is on the disk. To be awaited at most once.</summary>
    public ValueTask Durable => entry?.Durable ?? ValueTask.CompletedTask;
}
