using Farebox.Kernel.Metering;
using Farebox.Server.Platform;

namespace Farebox.Server.Tests.Chaos;

/// <summary>What of a usage record and its transfers an audit looks at.</summary>
internal sealed record ChaosRecord
{
    public required byte[] Id { get; init; }
    public string? ClientRequestId { get; init; }
    public long Input { get; init; }
    public long Cached { get; init; }
    public long Output { get; init; }
    public long Reasoning { get; init; }
    public long Source { get; init; }
    public long OutcomeNumber { get; init; }
    public long Status { get; init; }
    public long Attempts { get; init; }
    public long Quote { get; init; }
    public long Charge { get; init; }
    public long Overrun { get; init; }
    public string? PriceVersion { get; init; }

    public RequestId RequestId => RequestId.FromBytes(Id);

    public Outcome Outcome => (Outcome)OutcomeNumber;

    /// <summary>Whether docs/use/fares.md says that such a call is charged.</summary>
    public bool IsCharged => Outcome switch
    {
        Outcome.Completed => true,

        // What was used is on the record exactly when an upstream had the prompt, or when some of the answer had come.
        Outcome.ClientClosed or Outcome.UpstreamFailed => (UsageSource)Source != UsageSource.None,
        _ => false,
    };
}
