using System.Text;
using System.Text.Json.Nodes;
using Farebox.Testing.Upstream.Shapes;

namespace Farebox.Testing.Upstream;

/// <summary>Ready-made answers, by OpenAI's shapes and by the ways in which providers fail.</summary>
public static partial class Answers
{
    /// <summary>Any status with any body.</summary>
    public static Answer Status(
        int status, string body, string contentType = "application/json", params IReadOnlyList<KeyValuePair<string, string>> headers) =>
        call => SendAsync(call, status, Encoding.UTF8.GetBytes(body), BodyFraming.Length, contentType, headers);

    /// <summary>The answer, once the gate is passed; until then not a byte is sent.</summary>
    public static Answer Behind(Gate gate, Answer answer) => async call =>
    {
        await gate.PassAsync(call.Cancelled);
        await answer(call);
    };

    /// <summary>One answer for requests that ask for a stream, another for the rest.</summary>
    public static Answer ByStream(Answer streamed, Answer whole) => call => call.Request.AsksForStream ? streamed(call) : whole(call);

    private static Task SendJsonAsync(
        UpstreamCall call, JsonNode body, BodyFraming framing = BodyFraming.Length, string? text = null, TokenUsage? usage = null)
    {
        // Stated before the last byte leaves, so that whoever has received the answer also finds it in the books.
        call.Request.Produced.AddBody(text, usage);
        return SendAsync(call, 200, ShapeText.ToBytes(body), framing);
    }

    private static async Task SendAsync(
        UpstreamCall call,
        int status,
        byte[] body,
        BodyFraming framing = BodyFraming.Length,
        string contentType = "application/json",
        params IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        const int PieceBytes = 64 * 1024;
        KeyValuePair<string, string>[] head = [new("Content-Type", contentType), .. UpstreamIdentity.Headers, .. headers];
        await call.Writer.HeadAsync(status, head, framing, body.Length);
        for (var offset = 0; offset < body.Length; offset += PieceBytes)
        {
            await call.Writer.WriteAsync(body.AsMemory(offset, Math.Min(PieceBytes, body.Length - offset)));
        }

        await call.Writer.EndAsync();
    }

    private static string ModelOf(UpstreamCall call, string fallback) => call.Request.Model ?? fallback;
}
