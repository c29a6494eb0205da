using Farebox.Kernel.Metering;
using Farebox.Kernel.Routing;

namespace Farebox.Server.Watching;

/// <summary>What tells calls apart in metrics.</summary>
internal readonly record struct SeriesKey(
    Surface Surface, Outcome Outcome, WatchedUpstream? Upstream, string? Model, string? Organization, string? Project, string? Key);
