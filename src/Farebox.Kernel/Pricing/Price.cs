using Farebox.Kernel.Money;

namespace Farebox.Kernel.Pricing;

/// <summary>What a model costs from some time on. Immutable: another price is another version. No component can be negative.</summary>
public sealed record Price
{
    /// <summary>Names this price on every charge that used it.</summary>
    public required string Version { get; init; }

    /// <summary>Per million input tokens, as are the other token prices per million of theirs.</summary>
    public NanoUsd Input { get; init => field = NotNegative(value); }

    /// <summary>Input tokens that the provider read from its cache; null: as <see cref="Input"/>.</summary>
    public NanoUsd? CachedInput { get; init => field = NotNegative(value); }

    /// <summary>Input tokens that the provider wrote to its cache; null: as <see cref="Input"/>.</summary>
    public NanoUsd? CacheWrite { get; init => field = NotNegative(value); }

    /// <summary>Output tokens.</summary>
    public NanoUsd Output { get; init => field = NotNegative(value); }

    /// <summary>Output tokens spent on reasoning; null: as <see cref="Output"/>.</summary>
    public NanoUsd? Reasoning { get; init => field = NotNegative(value); }

    /// <summary>Each image made.</summary>
    public NanoUsd PerImage { get; init => field = NotNegative(value); }

    /// <summary>Each minute of audio, by the millisecond.</summary>
    public NanoUsd PerAudioMinute { get; init => field = NotNegative(value); }

    /// <summary>Each call that is charged at all.</summary>
    public NanoUsd PerRequest { get; init => field = NotNegative(value); }

    /// <summary>Whether nothing costs anything: an explicit zero, unlike a model without a price, which cannot be called.</summary>
    public bool IsFree => DearestInput == default && DearestOutput == default
        && PerImage == default && PerAudioMinute == default && PerRequest == default;

    /// <summary>What an input token can cost at most, per million.</summary>
    internal NanoUsd DearestInput => NanoUsd.Max(Input, NanoUsd.Max(CachedInput ?? Input, CacheWrite ?? Input));

    /// <summary>What an output token can cost at most, per million.</summary>
    internal NanoUsd DearestOutput => NanoUsd.Max(Output, Reasoning ?? Output);

    private static NanoUsd NotNegative(NanoUsd amount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount.Value, nameof(amount));
        return amount;
    }

    private static NanoUsd? NotNegative(NanoUsd? amount) => amount is { } some ? NotNegative(some) : null;
}
