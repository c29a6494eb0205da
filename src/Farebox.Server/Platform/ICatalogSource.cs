using Farebox.Kernel.Pricing;
using Farebox.Kernel.Routing;

namespace Farebox.Server.Platform;

/// <summary>The catalog that calls are planned with now. Implemented by Snapshots, for slices that may not import it.</summary>
public interface ICatalogSource
{
    /// <summary>The newest catalog; replaced whole, never changed.</summary>
    CatalogView View { get; }

    /// <summary>The newest prices; replaced whole, never changed.</summary>
    PriceBook Prices { get; }
}
