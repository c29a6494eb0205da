using Farebox.Kernel.Metering;
using Farebox.Kernel.Money;

namespace Farebox.Server.UsageLog;

/// <summary>One finished model call, as it goes into the store.</summary>
public sealed record UsageRecord
{
    public required CallIdentity Call { get; init; }
    public string? UpstreamId { get; init; }

    /// <summary>Name at the upstream.</summary>
    public string? UpstreamModel { get; init; }
    public required TokenUsage Usage { get; init; }

    /// <summary>Images that the answer brought.</summary>
    public long Images { get; init; }
    public required Outcome Outcome { get; init; }

    /// <summary>HTTP status given to the client, 0 when it left before any.</summary>
    public required int Status { get; init; }
    public string? ErrorCode { get; init; }
    public required int Attempts { get; init; }

    /// <summary>Microseconds, as are the others.</summary>
    public required long DurationUs { get; init; }
    public long? FirstByteUs { get; init; }
    public long? UpstreamUs { get; init; }

    /// <summary>The upper bound that was reserved; zero when the call was refused before it had one.</summary>
    public NanoUsd Quote { get; init; }

    /// <summary>What was taken.</summary>
    public NanoUsd Charge { get; init; }

    /// <summary>By how much the fare was above the quote: nobody pays it.</summary>
    public NanoUsd Overrun { get; init; }

    /// <summary>Names the price, and the multipliers, that quote and charge were computed from.</summary>
    public string? PriceVersion { get; init; }
}
