using System.Text.Json.Nodes;

namespace Farebox.Testing.Upstream.Shapes;

/// <summary>Generated images, each one a PNG of a single pixel in <c>b64_json</c>.</summary>
internal static class ImageShape
{
    private const string Pixel =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    public static JsonObject Whole(int count, TokenUsage? usage)
    {
        var data = Enumerable.Range(0, count).Select(JsonNode (_) => new JsonObject { ["b64_json"] = Pixel });
        var body = new JsonObject { ["created"] = ShapeText.CreatedUnixSeconds, ["data"] = new JsonArray([.. data]) };
        if (usage is not null)
        {
            body["usage"] = new JsonObject
            {
                ["input_tokens"] = usage.Prompt,
                ["input_tokens_details"] = new JsonObject { ["text_tokens"] = usage.Prompt, ["image_tokens"] = 0 },
                ["output_tokens"] = usage.Completion,
                ["total_tokens"] = usage.Total,
            };
        }

        return body;
    }
}
