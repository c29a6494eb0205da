using Farebox.Kernel.Metering;

namespace Farebox.Kernel.Pricing;

/// <summary>What a call used. As providers report it, so <see cref="Fare"/> makes sense of counts that contradict each other.</summary>
public readonly record struct CallCounts
{
    /// <summary>All input tokens, those read from and written to the provider's cache included.</summary>
    public long Input { get; init; }

    /// <summary>Of these, read from the cache.</summary>
    public long CachedInput { get; init; }

    /// <summary>Of these, written to the cache.</summary>
    public long CacheWrite { get; init; }

    /// <summary>All output tokens, reasoning included.</summary>
    public long Output { get; init; }

    /// <summary>Of these, spent on reasoning.</summary>
    public long Reasoning { get; init; }

    /// <summary>Images made.</summary>
    public long Images { get; init; }

    /// <summary>Length of the audio.</summary>
    public long AudioMilliseconds { get; init; }

    /// <summary>The tokens of a metered call.</summary>
    public static CallCounts Of(TokenUsage usage) => new()
    {
        Input = usage.Input, CachedInput = usage.CachedInput, Output = usage.Output, Reasoning = usage.Reasoning,
    };
}
