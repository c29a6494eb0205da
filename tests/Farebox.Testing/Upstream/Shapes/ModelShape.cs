using System.Text.Json.Nodes;

namespace Farebox.Testing.Upstream.Shapes;

/// <summary>One model, and the list of them.</summary>
internal static class ModelShape
{
    public static JsonObject List(IEnumerable<string> models) =>
        new() { ["object"] = "list", ["data"] = new JsonArray([.. models.Select(JsonNode (model) => One(model))]) };

    public static JsonObject One(string model) => new()
    {
        ["id"] = model,
        ["object"] = "model",
        ["created"] = ShapeText.CreatedUnixSeconds,
        ["owned_by"] = UpstreamIdentity.Organization,
    };
}
