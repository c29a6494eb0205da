namespace Farebox.Testing.Upstream;

/// <summary>One request on its way to being answered.</summary>
/// <param name="upstream">Who answers.</param>
/// <param name="request">What was asked.</param>
/// <param name="writer">Where the answer goes.</param>
/// <param name="cancelled">Cancelled when the client leaves or the upstream is disposed.</param>
public sealed class UpstreamCall(ScriptedUpstream upstream, RecordedRequest request, AnswerWriter writer, CancellationToken cancelled)
{
    /// <summary>Who answers.</summary>
    public ScriptedUpstream Upstream { get; } = upstream;

    /// <summary>What was asked.</summary>
    public RecordedRequest Request { get; } = request;

    /// <summary>Where the answer goes.</summary>
    public AnswerWriter Writer { get; } = writer;

    /// <summary>
    /// Cancelled when the client leaves or the upstream is disposed: what an answer passes to anything that it waits for.
    /// </summary>
    public CancellationToken Cancelled { get; } = cancelled;
}
