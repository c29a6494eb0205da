using Farebox.Contracts.CallLog;
using Farebox.Kernel.Money;
using Farebox.Kernel.Pricing;
using Farebox.Server.Platform;

namespace Farebox.Server.UsageLog;

/// <summary>Reckons a recorded charge up again from its price, component by component.</summary>
internal static class ChargeSums
{
    // A record does not say how many images came; how many there were follows from what they cost.
    private const int MaxImages = 1000;

    /// <summary>Null when the call had no price, or its price is not known any more.</summary>
    public static CallCharge? Of(RequestLogRow row, string organizationId, ICatalogSource catalog)
    {
        if (row.PriceVersion is null || row.Model is null || PriceOf(row, organizationId, catalog) is not { } priced) return null;
        var (price, multipliers) = (priced.Price, priced.Multipliers);
        var fare = new NanoUsd(row.ChargeNano) + new NanoUsd(row.OverrunNano);
        var counts = new CallCounts
        {
            Input = row.InputTokens, CachedInput = row.CachedTokens, Output = row.OutputTokens, Reasoning = row.ReasoningTokens,
        };
        if (price.PerImage > NanoUsd.Zero) counts = counts with { Images = ImagesFor(fare, price, multipliers, counts) };

        // What was used and not charged has no sums: the call did not come to what is charged.
        var lines = Fare.Of(price, multipliers, counts) == fare ? FareLines.Of(price, counts) : [];
        return new CallCharge
        {
            Lines = [.. lines.Select(line => new CallChargeLine(
                Word(line.Component), line.Count, line.Price.ToString(), line.Per, FareLines.Text(line.Scaled)))],
            SumUsd = FareLines.Text(lines.Aggregate(Int128.Zero, (sum, line) => sum + line.Scaled)),
            ModelMultiplier = MultiplierText.Format(multipliers.ModelPartsPerMillion),
            OrganizationMultiplier = MultiplierText.Format(multipliers.OrganizationPartsPerMillion),
            FareUsd = fare.ToString(),
            ChargeUsd = new NanoUsd(row.ChargeNano).ToString(),
            PriceVersion = row.PriceVersion,
        };
    }

    // The price was looked up a moment after the call had begun.
    private static PricedModel? PriceOf(RequestLogRow row, string organizationId, ICatalogSource catalog)
    {
        foreach (var atMs in new[] { row.StartedAt, row.StartedAt + (row.DurationUs / 1000) })
        {
            if (catalog.Prices.Find(row.Model!, organizationId, atMs) is { } priced && priced.Version == row.PriceVersion) return priced;
        }

        return null;
    }

    private static long ImagesFor(NanoUsd fare, Price price, Multipliers multipliers, CallCounts counts)
    {
        for (var images = 0; images <= MaxImages; images++)
        {
            if (Fare.Of(price, multipliers, counts with { Images = images }) >= fare) return images;
        }

        return 0;
    }

    private static string Word(FareComponent component) => component switch
    {
        FareComponent.Input => "input",
        FareComponent.CachedInput => "cached_input",
        FareComponent.CacheWrite => "cache_write",
        FareComponent.Output => "output",
        FareComponent.Reasoning => "reasoning",
        FareComponent.Images => "images",
        _ => "request",
    };
}
