namespace Farebox.Testing.Upstream;

/// <summary>
/// How a stream goes: what it says, how its bytes are cut, when it waits and how it ends. One script serves every stream shape.
/// </summary>
public sealed record StreamScript
{
    /// <summary>The texts of the content chunks, one chunk each.</summary>
    public IReadOnlyList<string> Pieces { get; init; } = ["Hello", " from", " the", " scripted", " upstream", ": é, 漢字, 🎫."];

    /// <summary>Tool calls after the texts; chat only.</summary>
    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];

    /// <summary>When usage is told.</summary>
    public UsageReport Report { get; init; } = UsageReport.WhenAsked;

    /// <summary>What usage is told.</summary>
    public TokenUsage Usage { get; init; } = TokenUsage.Typical;

    /// <summary>The model named in the chunks; null repeats the request's.</summary>
    public string? Model { get; init; }

    /// <summary>Ends each line: <c>\n</c>, <c>\r\n</c> or <c>\r</c>; the standard allows all three.</summary>
    public string LineEnd { get; init; } = "\n";

    /// <summary>A comment that precedes each frame as an event of its own, such as <c>keep-alive</c>.</summary>
    public string? Comment { get; init; }

    /// <summary>Whether frames are spelled <c>data:{…}</c>, without the optional blank.</summary>
    public bool WithoutBlank { get; init; }

    /// <summary>An <c>event:</c> and an <c>id:</c> line in each frame, which clients must ignore.</summary>
    public bool WithEventLines { get; init; }

    /// <summary>
    /// Cuts the whole stream anew every so many bytes, wherever frames end; each piece is read by itself. Null sends frame by frame.
    /// </summary>
    public int? CutEveryBytes { get; init; }

    /// <summary>Sends the stream in two pieces, cut at this offset of its bytes; each is read by itself.</summary>
    public int? CutAtByte { get; init; }

    /// <summary>
    /// Sends only so many frames (chunks and <c>[DONE]</c>; comments do not count), then ends as <see cref="Ending"/> says.
    /// </summary>
    public int? StopAfterFrames { get; init; }

    /// <summary>What comes after the last frame.</summary>
    public StreamEnding Ending { get; init; } = StreamEnding.Done;

    /// <summary>Passed before each piece from <see cref="HoldFromPiece"/> on (a piece is a frame, unless the stream is cut anew).</summary>
    public Gate? Gate { get; init; }

    /// <summary>Index of the first piece that waits at the gate. 0 holds everything but the head.</summary>
    public int HoldFromPiece { get; init; }

    /// <summary>Real time between two pieces, for benches and load; zero sends as fast as the socket takes.</summary>
    public TimeSpan Pace { get; init; }

    /// <summary>How the body's end is told.</summary>
    public BodyFraming Framing { get; init; } = BodyFraming.Chunked;

    /// <summary>A script of <paramref name="count"/> content chunks.</summary>
    public static StreamScript OfChunks(int count) =>
        new() { Pieces = [.. Enumerable.Range(1, count).Select(number => $"word{number} ")] };
}
