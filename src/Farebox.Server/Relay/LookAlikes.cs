using System.Text;
using System.Text.Json;

namespace Farebox.Server.Relay;

/// <summary>
/// Names that differ from those the relay acts on in nothing but upper and lower case. Some servers take them for the same: Go's
/// encoding/json does, and takes U+017F for an s and U+212A for a k. Passed on, one could name another model, or another limit, than the one
/// that is charged for.
/// </summary>
internal static class LookAlikes
{
    private const int MaxLength = 21;
    private const int MaxEscape = 6;

    private static readonly string[] Members =
    [
        "model", "stream", "stream_options", "messages", "input", "prompt", "n", "max_tokens", "max_completion_tokens", "best_of", "tools", "functions",
    ];

    private static readonly string[] Message = ["role", "content"];
    private static readonly string[] Option = ["include_usage"];

    /// <summary>The member of a request that the name at hand looks like without being it, or null.</summary>
    public static string? OfMember(in Utf8JsonReader json) => Find(json, Members);

    /// <summary>As <see cref="OfMember"/>, inside a message.</summary>
    public static string? OfMessage(in Utf8JsonReader json) => Find(json, Message);

    /// <summary>As <see cref="OfMember"/>, inside <c>stream_options</c>.</summary>
    public static string? OfOption(in Utf8JsonReader json) => Find(json, Option);

    /// <summary>Whether the name at hand is this one, in whatever case.</summary>
    public static bool Is(in Utf8JsonReader json, string name) =>
        IsPlain(json) ? Ascii.EqualsIgnoreCase(json.ValueSpan, name) : IsShort(json) && Fold(json.GetString()!) == name;

    private static string? Find(in Utf8JsonReader json, string[] names)
    {
        if (!IsShort(json)) return null;
        if (IsPlain(json))
        {
            foreach (var name in names)
            {
                if (Ascii.EqualsIgnoreCase(json.ValueSpan, name)) return Ascii.Equals(json.ValueSpan, name) ? null : name;
            }

            return null;
        }

        var text = json.GetString()!;
        var folded = Fold(text);
        return folded != text && names.Contains(folded) ? folded : null;
    }

    private static bool IsShort(in Utf8JsonReader json) => json.ValueSpan.Length <= MaxLength * MaxEscape;

    private static bool IsPlain(in Utf8JsonReader json) => !json.ValueIsEscaped && Ascii.IsValid(json.ValueSpan);

    private static string Fold(string name) => name.Replace('\u017f', 's').Replace('\u212a', 'k').ToLowerInvariant();
}
