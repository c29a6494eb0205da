using System.Text.Json.Nodes;

namespace Farebox.Testing.Upstream.Shapes;

/// <summary>OpenAI's error envelope.</summary>
internal static class ErrorShape
{
    public static JsonObject Whole(string message, string type, string? param, string? code) => new()
    {
        ["error"] = new JsonObject { ["message"] = message, ["type"] = type, ["param"] = param, ["code"] = code },
    };
}
