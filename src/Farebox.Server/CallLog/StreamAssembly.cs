using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Farebox.Server.CallLog;

/// <summary>
/// Puts a stream's frames together into one answer, in the shape that the same call gives without a stream: texts, reasoning, refusals and
/// the arguments of tool calls are joined, of anything else the last word counts.
/// </summary>
internal static class StreamAssembly
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The answer as JSON; null when there was no frame of JSON.</summary>
    /// <param name="dropTail">Characters to leave out at the end of each joined text: a secret may have been cut there.</param>
    public static string? Assemble(ReadOnlySpan<byte> frames, int dropTail)
    {
        var answer = new JsonObject();
        var choices = new SortedDictionary<long, AssembledChoice>();
        var events = new JsonArray();
        foreach (var line in frames.SplitAny("\r\n"u8))
        {
            var text = frames[line];
            if (!text.StartsWith("data:"u8) || Parse(text[5..]) is not { } frame) continue;
            if (frame["choices"] is JsonArray deltas) Take(frame, deltas, answer, choices);
            else if (frame.ContainsKey("error")) answer["error"] = frame["error"]?.DeepClone();
            else events.Add((JsonNode)frame);
        }

        if (choices.Count > 0) answer["choices"] = new JsonArray([.. choices.Values.Select(choice => choice.ToJson(dropTail))]);
        if (events.Count > 0) answer["events"] = events;
        return answer.Count == 0 ? null : answer.ToJsonString(Options);
    }

    private static void Take(JsonObject frame, JsonArray deltas, JsonObject answer, SortedDictionary<long, AssembledChoice> choices)
    {
        foreach (var (name, value) in frame)
        {
            if (name == "choices" || value is null) continue;
            answer[name] = name == "object" && value.GetValueKind() == JsonValueKind.String
                ? value.GetValue<string>().Replace(".chunk", "", StringComparison.Ordinal)
                : value.DeepClone();
        }

        foreach (var delta in deltas.OfType<JsonObject>())
        {
            var index = delta["index"] is JsonValue number && number.TryGetValue<long>(out var place) ? place : 0;
            if (!choices.TryGetValue(index, out var choice)) choices.Add(index, choice = new AssembledChoice(index));
            choice.Take(delta);
        }
    }

    // A frame that was cut, [DONE], or half a character: nothing to be had from it.
    private static JsonObject? Parse(ReadOnlySpan<byte> payload)
    {
        try
        {
            var reader = new Utf8JsonReader(payload);
            if (JsonNode.Parse(ref reader) is not JsonObject frame) return null;

            // Reads all of it now: names that come twice, and text that is not Unicode, throw only when they are looked at.
            frame.ToJsonString(Options);
            _ = frame.Count;
            return frame;
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }
}
