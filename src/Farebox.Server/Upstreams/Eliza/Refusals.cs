using System.Text.Json;

namespace Farebox.Server.Upstreams.Eliza;

/// <summary>Collects what is wrong with a request; only the first is told, as OpenAI does.</summary>
internal sealed class Refusals
{
    /// <summary>The first thing wrong, or null.</summary>
    public ChatRefusal? First { get; private set; }

    public void Missing(string param) =>
        Add(param, "missing_required_parameter", $"Missing required parameter: '{param}'.");

    public void WrongType(string param, string expected, JsonElement got) =>
        Add(param, "invalid_type", $"Invalid type for '{param}': expected {expected}, but got {Describe(got)} instead.");

    public void WrongValue(string param, string value, IEnumerable<string> allowed) =>
        Add(param, "invalid_value", $"Invalid value for '{param}': '{value}'. Supported values are: {string.Join(", ", allowed)}.");

    public void TooSmall(string param, long least, long got) =>
        Add(param, "integer_below_min_value", $"Invalid '{param}': expected at least {least}, but got {got}.");

    public void TooLarge(string param, long most, long got) =>
        Add(param, "integer_above_max_value", $"Invalid '{param}': expected at most {most}, but got {got}.");

    public void Empty(string param) =>
        Add(param, "empty_array", $"Invalid '{param}': expected an array with at least 1 element, but got an empty one.");

    public void TooLong(string param, int most, int got) =>
        Add(param, "array_above_max_length", $"Invalid '{param}': expected an array with at most {most} elements, but got {got}.");

    public void NotAllowed(string? param, string message) => Add(param, null, message);

    private void Add(string? param, string? code, string message) => First ??= new ChatRefusal(400, message, param, code);

    private static string Describe(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => element.TryGetInt64(out _) ? "an integer" : "a number",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        _ => "null",
    };
}
