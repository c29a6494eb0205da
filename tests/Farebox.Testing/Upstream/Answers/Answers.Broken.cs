using System.Text;
using Farebox.Testing.Upstream.Shapes;

namespace Farebox.Testing.Upstream;

public static partial class Answers
{
    private static readonly KeyValuePair<string, string>[] JsonHead =
    [
        new("Content-Type", "application/json"), .. UpstreamIdentity.Headers,
    ];

    /// <summary>Bytes that are not HTTP, then the connection's end.</summary>
    public static Answer Garbage() => async call =>
    {
        await call.Writer.RawAsync(Encoding.Latin1.GetBytes("\u0016\u0003\u0001 +OK POP3 server ready\r\n\u0000\u00ff\u00fe\r\n\r\n"));
        call.Writer.Close();
    };

    /// <summary>The request is read, then the connection closed without an answer (FIN).</summary>
    public static Answer CloseAtOnce() => call =>
    {
        call.Writer.Close();
        return Task.CompletedTask;
    };

    /// <summary>The request is read, then the connection torn down without an answer (RST).</summary>
    public static Answer ResetAtOnce() => call =>
    {
        call.Writer.Reset();
        return Task.CompletedTask;
    };

    /// <summary>Nothing at all until the client leaves.</summary>
    public static Answer Never() => call => Task.Delay(Timeout.Infinite, call.Cancelled);

    /// <summary>Half a head, then the connection's end.</summary>
    public static Answer HalfHead() => async call =>
    {
        await call.Writer.RawAsync("HTTP/1.1 200 OK\r\nContent-Type: applica"u8.ToArray());
        call.Writer.Close();
    };

    /// <summary>A whole head, then nothing until the client leaves.</summary>
    public static Answer HeadThenNothing(BodyFraming framing = BodyFraming.Chunked) => async call =>
    {
        await call.Writer.HeadAsync(200, JsonHead, framing, 1000);
        await Task.Delay(Timeout.Infinite, call.Cancelled);
    };

    /// <summary>
    /// A chat completion of which only <paramref name="keptBytes"/> are sent, though its length, or chunking, promises all of it;
    /// then FIN, or RST.
    /// </summary>
    public static Answer CutChat(int keptBytes, BodyFraming framing = BodyFraming.Length, bool reset = false) => async call =>
    {
        var body = ShapeText.ToBytes(ChatShape.Whole(ModelOf(call, "gpt-4o-mini"), DefaultText, [], TokenUsage.Typical));
        await call.Writer.HeadAsync(200, JsonHead, framing, body.Length);
        await call.Writer.WriteAsync(body.AsMemory(0, Math.Min(keptBytes, body.Length - 1)));
        if (!reset)
        {
            call.Writer.Close();
            return;
        }

        await call.Writer.DrainedAsync();
        call.Writer.Reset();
    };

    /// <summary>A chunk whose size is no number, after a good one.</summary>
    public static Answer BadChunk() => async call =>
    {
        await call.Writer.HeadAsync(200, JsonHead, BodyFraming.Chunked);
        await call.Writer.WriteAsync("{\"id\":"u8.ToArray());
        await call.Writer.RawAsync("zz\r\nnonsense\r\n"u8.ToArray());
        call.Writer.Close();
    };

    /// <summary>A stream whose frames are not JSON, under an honest head, and <c>[DONE]</c>.</summary>
    public static Answer GarbageStream() => async call =>
    {
        await call.Writer.HeadAsync(200, [new("Content-Type", "text/event-stream"), .. UpstreamIdentity.Headers], BodyFraming.Chunked);
        await call.Writer.WriteAsync("data: {\"id\":\n\ndata: <html>\n\nnonsense\n\n\ndata: [DONE]\n\n"u8.ToArray());
        await call.Writer.EndAsync();
    };
}
