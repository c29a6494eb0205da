using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Farebox.Testing.Upstream.Shapes;

/// <summary>A list of embeddings, with usage at its end as OpenAI has it.</summary>
internal static class EmbeddingShape
{
    public static JsonObject Whole(string model, int count, int dimensions, bool asBase64, TokenUsage? usage)
    {
        var data = Enumerable.Range(0, count).Select(JsonNode (index) => new JsonObject
        {
            ["object"] = "embedding",
            ["index"] = index,
            ["embedding"] = asBase64 ? Base64(Vector(index, dimensions)) : Numbers(Vector(index, dimensions)),
        });
        var body = new JsonObject { ["object"] = "list", ["data"] = new JsonArray([.. data]), ["model"] = model };
        if (usage is not null)
        {
            body["usage"] = new JsonObject { ["prompt_tokens"] = usage.Prompt, ["total_tokens"] = usage.Prompt };
        }

        return body;
    }

    private static float[] Vector(int index, int dimensions) =>
        [.. Enumerable.Range(0, dimensions).Select(dimension => (index + 1f) / (dimension + 2f))];

    private static string Base64(float[] vector) => Convert.ToBase64String(MemoryMarshal.AsBytes<float>(vector));

    private static JsonArray Numbers(float[] vector) => new([.. vector.Select(JsonNode (number) => JsonValue.Create(number))]);
}
