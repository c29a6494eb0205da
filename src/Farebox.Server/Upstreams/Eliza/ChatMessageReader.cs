using System.Text;
using System.Text.Json;

namespace Farebox.Server.Upstreams.Eliza;

/// <summary>Reads the <c>messages</c> of a request.</summary>
internal static class ChatMessageReader
{
    private static readonly string[] Roles = ["system", "developer", "user", "assistant", "tool", "function"];

    /// <summary>All messages; what is wrong with them goes to <paramref name="refusals"/>.</summary>
    public static List<ChatMessage> Read(FieldReader fields, Refusals refusals)
    {
        var messages = new List<ChatMessage>();
        if (fields.Require("messages") is not { } array) return messages;
        if (array.ValueKind != JsonValueKind.Array)
        {
            refusals.WrongType("messages", "an array of messages", array);
            return messages;
        }

        foreach (var element in array.EnumerateArray())
        {
            if (FieldReader.Of(element, $"messages[{messages.Count}]", refusals) is not { } message) break;
            messages.Add(ReadMessage(message, refusals));
            if (refusals.First is not null) break;
        }

        if (array.GetArrayLength() == 0) refusals.Empty("messages");
        return messages;
    }

    private static ChatMessage ReadMessage(FieldReader message, Refusals refusals)
    {
        var role = message.RequiredText("role");
        if (!Roles.Contains(role)) refusals.WrongValue(message.PathOf("role"), role, Roles);

        // An assistant that called a tool said nothing: it alone may have no content.
        var content = role == "assistant" ? message.Find("content") : message.Require("content");
        var text = content switch
        {
            null => "",
            { ValueKind: JsonValueKind.String } said => said.GetString()!,
            { ValueKind: JsonValueKind.Array } parts => ReadParts(parts, message.PathOf("content"), refusals),
            _ => null,
        };
        if (text is null) refusals.WrongType(message.PathOf("content"), "a string or an array of content parts", content!.Value);
        return new ChatMessage(role, text ?? "");
    }

    /// <summary>The text parts. ELIZA neither sees nor hears: pictures, sound and files are left out.</summary>
    private static string ReadParts(JsonElement parts, string path, Refusals refusals)
    {
        var text = new StringBuilder();
        var index = 0;
        foreach (var element in parts.EnumerateArray())
        {
            if (FieldReader.Of(element, $"{path}[{index++}]", refusals) is not { } part) break;
            if (part.RequiredText("type") != "text") continue;
            if (text.Length > 0) text.Append('\n');
            text.Append(part.RequiredText("text"));
        }

        return text.ToString();
    }
}
