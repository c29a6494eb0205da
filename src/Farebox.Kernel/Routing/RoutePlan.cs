namespace Farebox.Kernel.Routing;

/// <summary>Where a model can be had: an upstream and the model's name there.</summary>
public sealed record ModelRoute(string UpstreamId, string UpstreamModel);

/// <summary>A model of the catalog.</summary>
/// <param name="Routes">In the order in which they are tried; never empty.</param>
/// <param name="ChatOnly">Whether legacy completions must be translated to chat for it.</param>
public sealed record CatalogEntry(string Name, IReadOnlyList<ModelRoute> Routes, bool ChatOnly, string OwnedBy, long CreatedAt)
{
    /// <summary>Output tokens that a call without an output limit of its own is quoted for; null leaves it to the installation's option.</summary>
    public int? ReserveOutputTokens { get; init; }
}

/// <summary>Where one call goes.</summary>
/// <param name="TranslateToChat">Whether a legacy completion goes out as a chat.</param>
public sealed record RoutePlan(CatalogEntry Model, Surface Surface, bool TranslateToChat);

/// <summary>Why a call goes nowhere.</summary>
public enum PlanRefusal
{
    None,

    /// <summary>The grant lacks the surface's scope.</summary>
    ScopeMissing,

    /// <summary>No such model, or not for this grant: the two are not told apart.</summary>
    ModelNotFound,
}
