using System.Text;
using System.Text.Json.Nodes;

namespace Farebox.Testing.Upstream.Shapes;

/// <summary>Turns a stream's chunks into server-sent events: tells usage where the script says, and spells lines as it says.</summary>
internal static class StreamFrames
{
    /// <summary>All frames that leave, comments among them, in order; cut short by <see cref="StreamScript.StopAfterFrames"/>.</summary>
    public static IReadOnlyList<StreamFrame> Of(IStreamShape shape, StreamScript script, RecordedRequest request)
    {
        var model = script.Model ?? request.Model ?? "gpt-4o-mini";
        var data = WithUsage(shape, script, Report(script, request), model)
            .Select(chunk => new StreamFrame(Spell(script, ShapeText.ToBytes(chunk.Body)), true, chunk.Text, chunk.Usage));
        if (script.Ending == StreamEnding.Done) data = data.Append(new StreamFrame(Spell(script, "[DONE]"u8)));
        if (script.StopAfterFrames is { } limit) data = data.Take(limit);
        if (script.Ending == StreamEnding.ErrorFrame)
        {
            data = data.Append(new StreamFrame(Spell(script, ShapeText.ToBytes(MidStreamError()))));
        }

        return script.Comment is null ? [.. data] : [.. data.SelectMany(frame => new[] { CommentFrame(script), frame })];
    }

    private static UsageReport Report(StreamScript script, RecordedRequest request) =>
        script.Report != UsageReport.WhenAsked ? script.Report
        : request.AsksForUsage ? UsageReport.NullThenFinal
        : UsageReport.Never;

    private static IEnumerable<(JsonObject Body, string? Text, TokenUsage? Usage)> WithUsage(
        IStreamShape shape, StreamScript script, UsageReport report, string model)
    {
        var chunks = shape.Chunks(script, model).ToList();
        for (var index = 0; index < chunks.Count; index++)
        {
            var (body, text) = chunks[index];
            var isLast = index == chunks.Count - 1;
            var usage = report switch
            {
                UsageReport.EachChunk => script.Usage with { Completion = script.Usage.Completion * (index + 1) / chunks.Count },
                UsageReport.WithFinish when isLast => script.Usage,
                _ => null,
            };
            if (usage is not null || report == UsageReport.NullThenFinal) body["usage"] = usage?.ToJson();
            yield return (body, text, usage);
        }

        if (report is UsageReport.FinalOnly or UsageReport.NullThenFinal)
        {
            var final = shape.UsageChunk(model);
            final["usage"] = script.Usage.ToJson();
            yield return (final, null, script.Usage);
        }
    }

    private static byte[] Spell(StreamScript script, ReadOnlySpan<byte> data)
    {
        var end = Encoding.ASCII.GetBytes(script.LineEnd);
        byte[] extra = script.WithEventLines ? [.. "event: message"u8, .. end, .. "id: 42"u8, .. end] : [];
        return [.. extra, .. script.WithoutBlank ? "data:"u8 : "data: "u8, .. data, .. end, .. end];
    }

    private static StreamFrame CommentFrame(StreamScript script) =>
        new(Encoding.UTF8.GetBytes($": {script.Comment}{script.LineEnd}{script.LineEnd}"), IsData: false);

    private static JsonObject MidStreamError() => ErrorShape.Whole(
        $"The server {UpstreamIdentity.Machine} had an error while processing your request.", "server_error", null, null);
}
