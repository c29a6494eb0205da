using Farebox.Kernel.Routing;

namespace Farebox.Server.Upstreams;

/// <summary>One call to a provider: the JSON body as it goes out, already under the upstream's own model name.</summary>
/// <param name="Surface">Which path is called.</param>
/// <param name="Body">UTF-8 JSON in order; owned by the caller and valid until the answer is disposed.</param>
/// <param name="Stream">Whether the body asks for server-sent events.</param>
public sealed record UpstreamRequest(Surface Surface, UpstreamBody Body, bool Stream)
{
    /// <summary>Which trace the call belongs to, for providers that heed it; null tells nothing.</summary>
    public string? TraceParent { get; init; }
}
