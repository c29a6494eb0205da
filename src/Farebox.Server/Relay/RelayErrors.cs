using Farebox.Contracts;
using Farebox.Server.Platform;
using Farebox.Server.Upstreams;

namespace Farebox.Server.Relay;

/// <summary>The relay's own errors: none of them names an upstream, its address or its account.</summary>
internal static class RelayErrors
{
    private const string ServerError = "server_error";

    /// <summary>502 or 504, by what went wrong.</summary>
    public static ApiError Of(UpstreamFailure failure) => failure == UpstreamFailure.TimedOut ? TimedOut : failure switch
    {
        UpstreamFailure.Unreachable => Failed("The model's provider could not be reached. Try again; if it goes on, tell the operator."),
        UpstreamFailure.Garbage => Failed("The model's provider sent an answer that cannot be understood."),
        _ => Failed("The model's provider broke off before its answer was whole."),
    };

    /// <summary>504.</summary>
    public static ApiError TimedOut { get; } =
        new(504, ServerError, ErrorCodes.UpstreamTimeout, "The model's provider did not answer in time. Try again, or ask for less at once.");

    /// <summary>502 for an upstream that refuses the operator's credential or is out of money: never the customer's fault.</summary>
    public static ApiError Account { get; } = Failed("The model's provider refused the call for reasons that the operator must mend.");

    /// <summary>502 for any other failure of an upstream's.</summary>
    public static ApiError Failure { get; } = Failed("The model's provider failed. Try again; if it goes on, tell the operator.");

    /// <summary>502 for an answer past a limit.</summary>
    public static ApiError AnswerTooLarge { get; } = Failed("The model's provider sent a piece of an answer that is larger than this server accepts.");

    /// <summary>503: this server is about to end.</summary>
    public static ApiError Stopping { get; } = ApiErrors.Overloaded("The server is stopping. Send the request again.");

    /// <summary>503: the number of calls stands in the way.</summary>
    public static ApiError Overloaded { get; } = ApiErrors.Overloaded("The server has more calls than it can take. Try again in a moment.");

    private static ApiError Failed(string message) => new(502, ServerError, ErrorCodes.UpstreamError, message);
}
