namespace Farebox.Server.Catalog;

/// <summary>All that the store knows of the operator's prices, in the order in which it was said.</summary>
public sealed record StoredPrices(IReadOnlyList<PriceRow> Prices, IReadOnlyList<MultiplierRow> Multipliers);
