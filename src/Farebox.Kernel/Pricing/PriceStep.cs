namespace Farebox.Kernel.Pricing;

/// <summary>What a model costs from a moment until the next step.</summary>
/// <param name="Price">Null when it has no price then.</param>
/// <param name="PartsPerMillion">The model's multiplier.</param>
/// <param name="Version">Of the price, and of the multiplier where there is one; empty without a price.</param>
public sealed record PriceStep(long FromMs, PriceOrigin Origin, Price? Price, long PartsPerMillion, string Version)
{
    /// <summary>Stands between the version of a price and that of a multiplier.</summary>
    internal const char Times = '*';
}
