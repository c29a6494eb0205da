using Farebox.Server.Platform;

namespace Farebox.Server.Tests.Chaos;

/// <summary>One call as its client saw it.</summary>
internal sealed class ChaosCall(ChaosPlan plan)
{
    private const string FareComment = ": farebox-charge-usd=";

    public ChaosPlan Plan { get; } = plan;

    public RequestId? RequestId { get; set; }

    /// <summary>0 when no header came.</summary>
    public int Status { get; set; }

    /// <summary>Of the body.</summary>
    public long BytesSeen { get; set; }

    /// <summary>The answer came to its end: a body's last byte, or a stream's <c>[DONE]</c>.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>What the client was told that the call cost, in USD.</summary>
    public string? SaidCharge { get; set; }

    /// <summary>What the promise is about: an answer seen whole, or of a stream's a byte.</summary>
    public bool MustBeOnRecord => RequestId is not null && (IsWhole || (Plan.Stream && BytesSeen > 0));

    /// <summary>Takes in as much of the body as came.</summary>
    /// <param name="toItsEnd">Whether the connection ended it in good order.</param>
    public void Saw(string body, bool toItsEnd)
    {
        var isEventStream = Plan.Stream && Status == 200;
        IsWhole = isEventStream ? body.Contains("data: [DONE]\n", StringComparison.Ordinal) : toItsEnd;
        if (isEventStream && IsWhole && body.IndexOf(FareComment, StringComparison.Ordinal) is var at and >= 0)
        {
            var start = at + FareComment.Length;
            SaidCharge = body[start..body.IndexOf('\n', start)];
        }
    }
}
