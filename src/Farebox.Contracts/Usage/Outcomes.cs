namespace Farebox.Contracts.Usage;

/// <summary>How a call ended.</summary>
public static class Outcomes
{
    /// <summary>The whole answer was handed to the client.</summary>
    public const string Completed = "completed";

    /// <summary>Farebox refused it before any upstream was called.</summary>
    public const string Refused = "refused";

    /// <summary>The upstream refused it, and the refusal was passed on.</summary>
    public const string UpstreamRefused = "upstream_refused";

    /// <summary>The upstream failed or broke off.</summary>
    public const string UpstreamFailed = "upstream_failed";

    /// <summary>The client left before the answer was whole.</summary>
    public const string ClientClosed = "client_closed";

    /// <summary>The process ended before the call did.</summary>
    public const string Interrupted = "interrupted";

    /// <summary>Farebox itself failed; a bug.</summary>
    public const string Failed = "failed";
}
