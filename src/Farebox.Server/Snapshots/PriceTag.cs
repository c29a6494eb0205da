using Farebox.Contracts.Models;
using Farebox.Kernel.Money;
using Farebox.Kernel.Pricing;

namespace Farebox.Server.Snapshots;

/// <summary>A price as the customer pays it: the multipliers applied by the same function that computes charges.</summary>
internal static class PriceTag
{
    private const long Million = 1_000_000;
    private const long Minute = 60_000;

    /// <summary>What a million tokens, an image, a minute or a call costs.</summary>
    public static PriceAmounts Of(PricedModel model)
    {
        var price = model.Price;
        return new PriceAmounts
        {
            Input = PerMillion(price.Input),
            CachedInput = PerMillion(price.CachedInput), CacheWrite = PerMillion(price.CacheWrite),
            Output = PerMillion(price.Output), Reasoning = PerMillion(price.Reasoning),
            PerImage = Fare(new() { Version = "", PerImage = price.PerImage }, new() { Images = 1 }),
            PerAudioMinute = Fare(new() { Version = "", PerAudioMinute = price.PerAudioMinute }, new() { AudioMilliseconds = Minute }),
            PerRequest = Fare(new() { Version = "", PerRequest = price.PerRequest }, new()),
        };

        string? PerMillion(NanoUsd? amount) =>
            amount is { } some ? Fare(new() { Version = "", Output = some }, new() { Output = Million }) : null;

        string Fare(Price part, CallCounts counts) => Kernel.Pricing.Fare.Of(part, model.Multipliers, counts).ToString();
    }
}
