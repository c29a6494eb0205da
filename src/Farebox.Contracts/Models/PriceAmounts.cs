namespace Farebox.Contracts.Models;

/// <summary>
/// The components of a price: decimals in USD with up to nine places, as text so that no reader rounds them. Tokens are per million; a
/// component that is absent is zero where its own line does not say otherwise.
/// </summary>
public record PriceAmounts
{
    /// <summary>Input tokens.</summary>
    public string? Input { get; init; }

    /// <summary>Input tokens that the provider read from its cache; absent: as <see cref="Input"/>.</summary>
    public string? CachedInput { get; init; }

    /// <summary>Input tokens that the provider wrote to its cache; absent: as <see cref="Input"/>.</summary>
    public string? CacheWrite { get; init; }

    /// <summary>Output tokens.</summary>
    public string? Output { get; init; }

    /// <summary>Output tokens spent on reasoning; absent: as <see cref="Output"/>.</summary>
    public string? Reasoning { get; init; }

    /// <summary>Each image made.</summary>
    public string? PerImage { get; init; }

    /// <summary>Each minute of audio.</summary>
    public string? PerAudioMinute { get; init; }

    /// <summary>Each call.</summary>
    public string? PerRequest { get; init; }
}
