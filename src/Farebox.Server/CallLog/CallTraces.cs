using Farebox.Kernel.Credentials;
using Farebox.Kernel.Routing;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;

namespace Farebox.Server.CallLog;

/// <summary>Begins traces, for calls of which something is kept.</summary>
internal sealed class CallTraces(PayloadWriter writer, CaptureRoom room, FareboxOptions options)
{
    /// <summary>Null when the policy is off: then this is all that the call log costs.</summary>
    public CallTrace? Begin(Grant grant, RequestState state, Surface surface, bool streams, ReadOnlyMemory<byte> body)
    {
        if (grant.CallLog is null) return null;
        var trace = new CallTrace(writer, room, options.CallLogMaxPayloadBytes, grant, state, streams) { Surface = surface };
        trace.Request.Append(body.Span);
        trace.Step("read");
        return trace;
    }
}
