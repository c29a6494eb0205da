using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Farebox.Server.Dialects;

/// <summary>Copies values byte for byte: a translator must not respell a number or an escape that it does not care about.</summary>
internal static class RawJson
{
    /// <summary>
    /// As deep as the relay can be set to let a request be: it has counted before, by the operator's option. Reading is not recursive.
    /// </summary>
    public static JsonDocumentOptions ReaderOptions { get; } = new() { MaxDepth = 1000 };

    /// <summary>Nothing here goes into HTML, so names need no escapes for its sake; and values come out of a parsed document.</summary>
    public static JsonWriterOptions WriterOptions { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>Writes a member as it stands.</summary>
    public static void Copy(Utf8JsonWriter writer, JsonProperty member)
    {
        writer.WritePropertyName(member.Name);
        writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(member.Value), skipInputValidation: true);
    }

    /// <summary>Writes a member with the value of another.</summary>
    public static void Member(Utf8JsonWriter writer, ReadOnlySpan<byte> name, JsonElement value) =>
        Member(writer, name, JsonMarshal.GetRawUtf8Value(value));

    /// <summary>Writes a member whose value is JSON already.</summary>
    public static void Member(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ReadOnlySpan<byte> json)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(json, skipInputValidation: true);
    }
}
