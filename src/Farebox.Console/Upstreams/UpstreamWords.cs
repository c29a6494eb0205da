using Farebox.Contracts.Upstreams;

namespace Farebox.ConsolePages.Upstreams;

/// <summary>The API's words about upstreams, in the reader's.</summary>
internal static class UpstreamWords
{
    public static string Health(PageContext page, Upstream upstream) => upstream switch
    {
        { Enabled: false } => page["upstream_disabled"],
        { Health: "healthy" } => page["upstream_healthy"],
        { Health: "failing" } => page["upstream_failing"],
        _ => page["upstream_unknown"],
    };

    public static string Badge(Upstream upstream) => upstream switch
    {
        { Enabled: false } => "bg-secondary-lt",
        { Health: "healthy" } => "bg-green-lt",
        { Health: "failing" } => "bg-red-lt",
        _ => "bg-yellow-lt",
    };

    public static string Source(PageContext page, Upstream upstream) => upstream.Source switch
    {
        "environment" => page["upstream_source_environment"],
        "embedded" => page["upstream_source_embedded"],
        _ => page["upstream_source_stored"],
    };

    /// <summary>Whether all of it can be changed: what was found at start is as it was found.</summary>
    public static bool IsStored(Upstream upstream) => upstream.Source == "stored";
}
