using Farebox.Kernel.Money;
using Farebox.Kernel.Pricing;

namespace Farebox.Server.Catalog;

/// <summary>A row of <c>model_prices</c>; amounts in nano-USD.</summary>
public sealed record PriceRow
{
    /// <summary>Value of <see cref="Origin"/> for prices of a list.</summary>
    public const string OfList = "list";

    /// <summary>Value of <see cref="Origin"/> for the operator's prices.</summary>
    public const string OfOperator = "operator";

    /// <summary>The order in which rows were added.</summary>
    public long Sequence { get; init; }
    public required string Id { get; init; }
    public required string Model { get; init; }
    public required string Origin { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public long EffectiveFrom { get; init; }
    public bool EndsOwn { get; init; }
    public long Input { get; init; }
    public long? CachedInput { get; init; }
    public long? CacheWrite { get; init; }
    public long Output { get; init; }
    public long? Reasoning { get; init; }
    public long PerImage { get; init; }
    public long PerAudioMinute { get; init; }
    public long PerRequest { get; init; }
    public string? Source { get; init; }
    public string? AsOf { get; init; }
    public string? Via { get; init; }
    public string? Note { get; init; }
    public long CreatedAt { get; init; }

    /// <summary>Null for the end of the operator's price.</summary>
    public Price? Price => EndsOwn ? null : new Price
    {
        Version = Id, Input = new NanoUsd(Input), CachedInput = Maybe(CachedInput), CacheWrite = Maybe(CacheWrite), Output = new NanoUsd(Output),
        Reasoning = Maybe(Reasoning), PerImage = new NanoUsd(PerImage), PerAudioMinute = new NanoUsd(PerAudioMinute), PerRequest = new NanoUsd(PerRequest),
    };

    /// <summary>A row of these amounts.</summary>
    /// <param name="price">Null for the end of the operator's price.</param>
    public static PriceRow Of(string id, string model, string origin, long effectiveFromMs, Price? price) => new()
    {
        Id = id, Model = model, Origin = origin, EffectiveFrom = effectiveFromMs, EndsOwn = price is null, Input = price?.Input.Value ?? 0,
        CachedInput = price?.CachedInput?.Value, CacheWrite = price?.CacheWrite?.Value, Output = price?.Output.Value ?? 0,
        Reasoning = price?.Reasoning?.Value, PerImage = price?.PerImage.Value ?? 0, PerAudioMinute = price?.PerAudioMinute.Value ?? 0,
        PerRequest = price?.PerRequest.Value ?? 0,
    };

    private static NanoUsd? Maybe(long? amount) => amount is { } value ? new NanoUsd(value) : null;
}
