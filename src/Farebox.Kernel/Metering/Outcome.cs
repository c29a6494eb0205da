namespace Farebox.Kernel.Metering;

/// <summary>How a call ended. The numbers are stored: they never change their meaning.</summary>
public enum Outcome
{
    /// <summary>The whole answer was handed to the client.</summary>
    Completed = 0,

    /// <summary>Farebox refused it before any upstream was called.</summary>
    Refused = 1,

    /// <summary>The upstream refused it, and the refusal was passed on.</summary>
    UpstreamRefused = 2,

    /// <summary>The upstream failed or broke off.</summary>
    UpstreamFailed = 3,

    /// <summary>The client left before the answer was whole.</summary>
    ClientClosed = 4,

    /// <summary>The process ended before the call did.</summary>
    Interrupted = 5,

    /// <summary>Farebox itself failed: a bug.</summary>
    Failed = 6,
}
