namespace Farebox.Kernel.Metering;

/// <summary>Where the counts come from.</summary>
public enum UsageSource
{
    /// <summary>No call was made, or it produced nothing.</summary>
    None,

    /// <summary>The upstream said so.</summary>
    Reported,

    /// <summary>Farebox counted bytes: see <see cref="TokenEstimate"/>.</summary>
    Estimated,
}

/// <summary>LLM tokens of one call.</summary>
/// <param name="Input">All input tokens, cached ones included.</param>
/// <param name="CachedInput">Of these, those read from the provider's cache.</param>
/// <param name="Output">All output tokens, reasoning included.</param>
/// <param name="Reasoning">Of these, those spent on reasoning.</param>
public readonly record struct TokenUsage(long Input, long CachedInput, long Output, long Reasoning, UsageSource Source);
