using Farebox.Kernel.Metering;
using Farebox.Server.Platform;

namespace Farebox.Server.Relay;

/// <summary>What a pump leaves to be done once the call is settled.</summary>
/// <param name="Tail">The last bytes of the answer, held back until then; may lie in the pump's own buffer.</param>
/// <param name="Error">Instead of a tail, when nothing has been sent: the error to answer with.</param>
/// <param name="ErrorCode">For the usage record.</param>
internal sealed record PumpResult(Outcome Outcome, TokenUsage Usage, ReadOnlyMemory<byte> Tail, ApiError? Error, string? ErrorCode)
{
    /// <summary>Images that the answer brought.</summary>
    public long Images { get; init; }

    /// <summary>Whether the upstream began an answer and sent no part of it.</summary>
    public bool IsEmpty { get; init; }

    /// <summary>Whether the tail is of server-sent events, so that a comment may go before it.</summary>
    public bool IsEventStream { get; init; }

    /// <summary>The answer is whole.</summary>
    public static PumpResult Whole(TokenUsage usage, ReadOnlyMemory<byte> tail, long images = 0) =>
        new(Outcome.Completed, usage, tail, null, null) { Images = images };

    /// <summary>It ended early.</summary>
    public static PumpResult Ended(Outcome outcome, TokenUsage usage, ApiError? error, ReadOnlyMemory<byte> tail = default) =>
        new(outcome, usage, tail, error, error?.Code);
}
