using System.Text.Json.Nodes;

namespace Farebox.Testing.Upstream.Shapes;

/// <summary><c>text_completion</c>, the legacy shape; its chunks look like its whole.</summary>
internal sealed class CompletionShape : IStreamShape
{
    public static CompletionShape Instance { get; } = new();

    public static JsonObject Whole(string model, string text, TokenUsage? usage)
    {
        var body = Body(model, Choice(text, "stop"));
        if (usage is not null) body["usage"] = usage.ToJson();
        return body;
    }

    public IEnumerable<StreamChunk> Chunks(StreamScript script, string model)
    {
        foreach (var piece in script.Pieces) yield return new(Body(model, Choice(piece, null)), piece);
        yield return new(Body(model, Choice("", "stop")));
    }

    public JsonObject UsageChunk(string model) => Body(model);

    private static JsonObject Body(string model, params JsonNode[] choices) => new()
    {
        ["id"] = "cmpl-Scripted0001",
        ["object"] = "text_completion",
        ["created"] = ShapeText.CreatedUnixSeconds,
        ["model"] = model,
        ["choices"] = new JsonArray(choices),
    };

    private static JsonObject Choice(string text, string? finish) => new()
    {
        ["text"] = text,
        ["index"] = 0,
        ["logprobs"] = null,
        ["finish_reason"] = finish,
    };
}
