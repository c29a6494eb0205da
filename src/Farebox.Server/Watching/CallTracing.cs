using System.Diagnostics;
using Farebox.Kernel.Routing;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;

namespace Farebox.Server.Watching;

/// <summary>Begins spans of calls. A client's <c>traceparent</c> makes them part of its trace, and its decision to keep the trace is kept to.</summary>
internal sealed class CallTracing(FareboxOptions options) : IDisposable
{
    /// <summary>Told from others of its name in the same process by reference.</summary>
    public ActivitySource Source { get; } = new(CallMeter.Name);

    /// <summary>Begins the span of a call; null when nobody listens.</summary>
    public CallSpan? Begin(HttpContext context, RequestState state, Surface surface)
    {
        var headers = context.Request.Headers;
        ActivityContext.TryParse(headers.TraceParent, headers.TraceState, isRemote: true, out var parent);
        var operation = Attributes.OperationOf(surface);
        var activity = Source.StartActivity(operation, ActivityKind.Server, parent, tags: null, links: null, state.StartedAt);
        return activity is null ? null : new CallSpan(this, activity, operation, options.TraceUpstream);
    }

    /// <inheritdoc/>
    public void Dispose() => Source.Dispose();
}
