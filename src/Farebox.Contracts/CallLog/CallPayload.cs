namespace Farebox.Contracts.CallLog;

/// <summary>Parameters and result of one model call.</summary>
public sealed record CallPayload
{
    /// <summary>The policy that it was kept under: <c>redacted</c> or <c>full</c>.</summary>
    public required string Policy { get; init; }

    /// <summary>The request's body as the client sent it.</summary>
    public string? Request { get; init; }

    /// <summary>Whether the request's end is missing.</summary>
    public required bool RequestCut { get; init; }

    /// <summary>The answer's body as it left; of a stream its texts, tool calls and refusals put together, in the shape of a whole answer.</summary>
    public string? Answer { get; init; }

    /// <summary>Whether the answer's end is missing.</summary>
    public required bool AnswerCut { get; init; }

    /// <summary>What the last upstream that refused said, without its identity and credentials.</summary>
    public string? UpstreamError { get; init; }
}

/// <summary>One step in the life of a call.</summary>
/// <param name="Name"><c>read</c>, <c>admit</c>, <c>reserve</c>, <c>attempt</c>, <c>first_byte</c>, <c>end</c> or <c>settle</c>.</param>
/// <param name="AtUs">When it was done, microseconds since the call arrived.</param>
/// <param name="TookUs">Since the step before it, microseconds.</param>
/// <param name="Result">What it came to: a status, an error's code, an outcome.</param>
public sealed record CallStep(string Name, long AtUs, long TookUs, string? UpstreamId, string? UpstreamModel, string? Result);
