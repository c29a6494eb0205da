using System.Text.Json.Nodes;

namespace Farebox.Testing.Upstream.Shapes;

/// <summary><c>chat.completion</c> and <c>chat.completion.chunk</c>.</summary>
internal sealed class ChatShape : IStreamShape
{
    private const string Id = "chatcmpl-Scripted0001";
    private const string Fingerprint = "fp_scripted01";

    public static ChatShape Instance { get; } = new();

    public static JsonObject Whole(string model, string? text, IReadOnlyList<ToolCall> toolCalls, TokenUsage? usage)
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = text, ["refusal"] = null, ["annotations"] = new JsonArray() };
        if (toolCalls.Count > 0) message["tool_calls"] = new JsonArray([.. toolCalls.Select(call => Call(call, call.Arguments))]);
        var body = new JsonObject
        {
            ["id"] = Id,
            ["object"] = "chat.completion",
            ["created"] = ShapeText.CreatedUnixSeconds,
            ["model"] = model,
            ["choices"] = new JsonArray(new JsonObject
            {
                ["index"] = 0,
                ["message"] = message,
                ["logprobs"] = null,
                ["finish_reason"] = FinishReason(toolCalls),
            }),
        };
        if (usage is not null) body["usage"] = usage.ToJson();
        body["service_tier"] = "default";
        body["system_fingerprint"] = Fingerprint;
        return body;
    }

    public IEnumerable<StreamChunk> Chunks(StreamScript script, string model)
    {
        JsonObject Chunk(JsonObject delta, string? finish = null) => new()
        {
            ["id"] = Id,
            ["object"] = "chat.completion.chunk",
            ["created"] = ShapeText.CreatedUnixSeconds,
            ["model"] = model,
            ["service_tier"] = "default",
            ["system_fingerprint"] = Fingerprint,
            ["choices"] = new JsonArray(new JsonObject
            {
                ["index"] = 0,
                ["delta"] = delta,
                ["logprobs"] = null,
                ["finish_reason"] = finish,
            }),
        };

        yield return new(Chunk(new JsonObject { ["role"] = "assistant", ["content"] = "", ["refusal"] = null }));
        foreach (var piece in script.Pieces) yield return new(Chunk(new JsonObject { ["content"] = piece }), piece);
        foreach (var delta in script.ToolCalls.SelectMany(ToolDeltas)) yield return new(Chunk(delta));
        yield return new(Chunk([], FinishReason(script.ToolCalls)));
    }

    public JsonObject UsageChunk(string model) => new()
    {
        ["id"] = Id,
        ["object"] = "chat.completion.chunk",
        ["created"] = ShapeText.CreatedUnixSeconds,
        ["model"] = model,
        ["service_tier"] = "default",
        ["system_fingerprint"] = Fingerprint,
        ["choices"] = new JsonArray(),
    };

    private static IEnumerable<JsonObject> ToolDeltas(ToolCall call, int index)
    {
        var half = call.Arguments.Length / 2;
        var opening = Call(call, "");
        opening["index"] = index;
        yield return new JsonObject { ["tool_calls"] = new JsonArray(opening) };
        foreach (var part in new[] { call.Arguments[..half], call.Arguments[half..] })
        {
            var further = new JsonObject { ["index"] = index, ["function"] = new JsonObject { ["arguments"] = part } };
            yield return new JsonObject { ["tool_calls"] = new JsonArray(further) };
        }
    }

    private static JsonObject Call(ToolCall call, string arguments) => new()
    {
        ["id"] = call.Id,
        ["type"] = "function",
        ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = arguments },
    };

    private static string FinishReason(IReadOnlyList<ToolCall> toolCalls) => toolCalls.Count > 0 ? "tool_calls" : "stop";
}
