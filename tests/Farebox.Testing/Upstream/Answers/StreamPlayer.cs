using Farebox.Testing.Upstream.Shapes;

namespace Farebox.Testing.Upstream;

/// <summary>Plays a stream script on a connection.</summary>
internal static class StreamPlayer
{
    private static readonly KeyValuePair<string, string>[] Head =
    [
        new("Content-Type", "text/event-stream; charset=utf-8"), new("Cache-Control", "no-cache"), .. UpstreamIdentity.Headers,
    ];

    public static async Task PlayAsync(UpstreamCall call, IStreamShape shape, StreamScript script)
    {
        var frames = StreamFrames.Of(shape, script, call.Request);
        var pieces = Pieces(script, frames).ToList();
        var isCutAnew = script.CutEveryBytes is not null || script.CutAtByte is not null;
        var unsent = new Queue<StreamFrame>(frames);
        long written = 0, frameEnd = 0;

        var declared = frames.Sum(frame => frame.Wire.Length) + (script.Ending is StreamEnding.Cut or StreamEnding.Reset ? 1 : 0);
        await call.Writer.HeadAsync(200, Head, script.Framing, declared);
        using var pace = script.Pace > TimeSpan.Zero ? new PeriodicTimer(script.Pace) : null;
        foreach (var (index, piece) in pieces.Index())
        {
            if (index > 0 && pace is not null) await pace.WaitForNextTickAsync(call.Cancelled);
            if (script.Gate is { } gate && index >= script.HoldFromPiece) await gate.PassAsync(call.Cancelled);
            await call.Writer.WriteAsync(piece);
            written += piece.Length;
            while (unsent.TryPeek(out var frame) && frameEnd + frame.Wire.Length <= written)
            {
                frameEnd += frame.Wire.Length;
                call.Request.Produced.AddFrame(unsent.Dequeue());
            }

            if (isCutAnew && index < pieces.Count - 1) await call.Writer.DrainedAsync();
        }

        await FinishAsync(call, script);
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Pieces(StreamScript script, IReadOnlyList<StreamFrame> frames)
    {
        if (script.CutEveryBytes is null && script.CutAtByte is null) return frames.Select(frame => (ReadOnlyMemory<byte>)frame.Wire);
        byte[] all = [.. frames.SelectMany(frame => frame.Wire)];
        if (script.CutEveryBytes is { } every) return all.Chunk(every).Select(piece => (ReadOnlyMemory<byte>)piece);
        var offset = Math.Min(script.CutAtByte.GetValueOrDefault(), all.Length);
        return [all.AsMemory(0, offset), all.AsMemory(offset)];
    }

    private static async Task FinishAsync(UpstreamCall call, StreamScript script)
    {
        switch (script.Ending)
        {
            case StreamEnding.Cut:
                call.Writer.Close();
                break;
            case StreamEnding.Reset:
                // What was sent must have arrived: a reset throws away what the client has not read.
                await call.Writer.DrainedAsync();
                call.Writer.Reset();
                break;
            case StreamEnding.Silence:
                await Task.Delay(Timeout.Infinite, call.Cancelled);
                break;
            default:
                await call.Writer.EndAsync();
                break;
        }
    }
}
