using Farebox.Kernel.Pricing;

namespace Farebox.Server.Catalog;

/// <summary>A price of the list for one model.</summary>
/// <param name="Via">URLs with blanks between them, or null.</param>
public sealed record ListedPrice(PriceVersion Version, string Source, string AsOf, string? Via, string? Note);
