using Farebox.Kernel.Metering;
using Farebox.Server.Platform;

namespace Farebox.Server.Relay;

/// <summary>How a call ended early: what is recorded, and what the client is told if it is still there.</summary>
internal readonly record struct CallCut(Outcome Outcome, ApiError? Error)
{
    /// <summary>By why its lifetime ended.</summary>
    public static CallCut Of(CutReason reason) => reason switch
    {
        CutReason.ClientLeft => new CallCut(Outcome.ClientClosed, null),
        CutReason.ServerStops => new CallCut(Outcome.Interrupted, RelayErrors.Stopping),
        _ => new CallCut(Outcome.UpstreamFailed, RelayErrors.TimedOut),
    };
}
