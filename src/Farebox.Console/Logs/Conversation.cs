using System.Text.Encodings.Web;
using System.Text.Json;

namespace Farebox.ConsolePages.Logs;

/// <summary>Something that was said in a call.</summary>
/// <param name="Role">Of a message, such as <c>user</c>; or <c>answer</c>, <c>tool_call</c>, <c>refusal</c>, <c>input</c>.</param>
public sealed record Turn(string Role, string Text);

/// <summary>Reads what was said out of the bodies that were kept. What is not in a shape that is known is left to the whole body, below.</summary>
internal static class Conversation
{
    // Read by people, and encoded by the page: nothing needs to be escaped here.
    private static readonly JsonSerializerOptions ForPeople = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The messages or the input of a request.</summary>
    public static IReadOnlyList<Turn> Asked(string? request) => Read(request, root =>
    {
        var turns = new List<Turn>();
        foreach (var message in Items(root, "messages"))
        {
            if (Content(message) is { Length: > 0 } text) turns.Add(new Turn(Text(message, "role") ?? "user", text));
            turns.AddRange(ToolCalls(message));
        }

        foreach (var name in (string[])["instructions", "prompt", "input"])
        {
            if (root.TryGetProperty(name, out var input)) turns.Add(new Turn("input", Plain(input)));
        }

        return turns;
    });

    /// <summary>The choices of an answer.</summary>
    public static IReadOnlyList<Turn> Answered(string? answer) => Read(answer, root =>
    {
        var turns = new List<Turn>();
        foreach (var choice in Items(root, "choices"))
        {
            if (Text(choice, "text") is { } text) turns.Add(new Turn("answer", text));
            if (!choice.TryGetProperty("message", out var message) || message.ValueKind != JsonValueKind.Object) continue;
            if (Text(message, "reasoning_content") is { Length: > 0 } thought) turns.Add(new Turn("reasoning", thought));
            if (Content(message) is { Length: > 0 } said) turns.Add(new Turn("answer", said));
            if (Text(message, "refusal") is { Length: > 0 } refused) turns.Add(new Turn("refusal", refused));
            turns.AddRange(ToolCalls(message));
        }

        return turns;
    });

    /// <summary>JSON with line breaks; what is none stays as it is.</summary>
    public static string Indented(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return JsonSerializer.Serialize(document.RootElement, ForPeople);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Its end may be missing, or half of a character.
            return text;
        }
    }

    private static List<Turn> Read(string? text, Func<JsonElement, List<Turn>> read)
    {
        try
        {
            using var document = JsonDocument.Parse(text ?? "null");
            return document.RootElement.ValueKind == JsonValueKind.Object ? read(document.RootElement) : [];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Its end may be missing, or half of a character in a name.
            return [];
        }
    }

    private static IEnumerable<Turn> ToolCalls(JsonElement message) =>
        Items(message, "tool_calls").Where(call => call.TryGetProperty("function", out var function) && function.ValueKind == JsonValueKind.Object)
            .Select(call => call.GetProperty("function"))
            .Select(function => new Turn("tool_call", $"{Text(function, "name")}({Text(function, "arguments")})"));

    // A text, or a list of parts of which some are texts; of the others their kind is told.
    private static string? Content(JsonElement message)
    {
        if (!message.TryGetProperty("content", out var content)) return null;
        if (content.ValueKind != JsonValueKind.Array) return Plain(content);
        return string.Join('\n', content.EnumerateArray().Where(part => part.ValueKind == JsonValueKind.Object)
            .Select(part => Text(part, "text") ?? $"[{Text(part, "type")}]"));
    }

    private static string Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Said(value),
        JsonValueKind.Null => "",
        _ => Indented(value.GetRawText()),
    };

    // Half of a surrogate pair can be escaped in JSON and is no text (RFC 8259, section 8.2): it is shown as it was written.
    private static string Said(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return text.GetRawText();
        }
    }

    private static IEnumerable<JsonElement> Items(JsonElement holder, string name) =>
        holder.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object)
            : [];

    private static string? Text(JsonElement holder, string name) =>
        holder.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? Said(value) : null;
}
