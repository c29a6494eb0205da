using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Farebox.Kernel.Redaction;

/// <summary>
/// Redacts a body. In JSON each string is looked at as it reads once unescaped, so that <c>\u0040</c> hides nothing; names of members, whole
/// numbers and JSON inside of strings (arguments of tool calls) too. Everything else is a text.
/// </summary>
public static partial class JsonRedaction
{
    private const int MaxDepth = 1000;
    private const int MaxNesting = 3;

    // A secret that was cut in two is no match: what could be its first half goes with it.
    private const int UnsafeTail = 512;

    /// <summary>The body without its secrets.</summary>
    /// <param name="isCut">Whether the body's end is missing.</param>
    public static string Redact(Redactor redactor, ReadOnlySpan<byte> body, bool isCut = false)
    {
        if (!isCut && TryRedact(redactor, body, nesting: 0, out _) is { } json) return json;
        var text = Escape().Replace(Encoding.UTF8.GetString(body), match => ((char)Convert.ToInt32(match.Groups[1].Value, 16)).ToString());
        if (isCut) text = text[..Math.Max(0, text.Length - UnsafeTail)];
        return redactor.Redact(text);
    }

    private static string? TryRedact(Redactor redactor, ReadOnlySpan<byte> json, int nesting, out bool changed)
    {
        changed = false;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        using var result = new MemoryStream(json.Length);
        using var writer = new Utf8JsonWriter(
            result, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = MaxDepth, SkipValidation = true });
        try
        {
            while (reader.Read()) changed |= Write(redactor, ref reader, writer, nesting);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, or half a surrogate pair in a string: a text then.
            return null;
        }

        writer.Flush();
        return Encoding.UTF8.GetString(result.GetBuffer(), 0, (int)result.Length);
    }

    private static bool Write(Redactor redactor, ref Utf8JsonReader reader, Utf8JsonWriter writer, int nesting)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject: writer.WriteStartObject(); return false;
            case JsonTokenType.EndObject: writer.WriteEndObject(); return false;
            case JsonTokenType.StartArray: writer.WriteStartArray(); return false;
            case JsonTokenType.EndArray: writer.WriteEndArray(); return false;
            case JsonTokenType.PropertyName: return WriteName(redactor, ref reader, writer);
            case JsonTokenType.String: return WriteString(redactor, reader.GetString()!, writer, nesting);
            case JsonTokenType.Number: return WriteNumber(redactor, reader.ValueSpan, writer);
            case JsonTokenType.True or JsonTokenType.False: writer.WriteBooleanValue(reader.TokenType == JsonTokenType.True); return false;
            default: writer.WriteNullValue(); return false;
        }
    }

    private static bool WriteName(Redactor redactor, ref Utf8JsonReader reader, Utf8JsonWriter writer)
    {
        var name = reader.GetString()!;
        var redacted = redactor.Redact(name);
        writer.WritePropertyName(redacted);
        if (name != "logprobs") return !ReferenceEquals(name, redacted);

        // They repeat the answer token by token, in which no pattern finds anything.
        var ahead = reader;
        ahead.Read();
        if (ahead.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) return false;
        reader.Read();
        reader.Skip();
        writer.WriteNullValue();
        return true;
    }

    private static bool WriteString(Redactor redactor, string text, Utf8JsonWriter writer, int nesting)
    {
        var start = text.AsSpan().TrimStart();
        if (nesting < MaxNesting && start.Length > 1 && start[0] is '{' or '['
            && TryRedact(redactor, Encoding.UTF8.GetBytes(text), nesting + 1, out var inner) is { } json)
        {
            writer.WriteStringValue(inner ? json : text);
            return inner;
        }

        var redacted = redactor.Redact(text);
        writer.WriteStringValue(redacted);
        return !ReferenceEquals(text, redacted);
    }

    // Digits only: a fraction is neither a card nor a telephone.
    private static bool WriteNumber(Redactor redactor, ReadOnlySpan<byte> number, Utf8JsonWriter writer)
    {
        if (number.Length is > 9 and < 40 && !number.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            var text = Encoding.UTF8.GetString(number);
            var redacted = redactor.Redact(text);
            if (!ReferenceEquals(text, redacted))
            {
                writer.WriteStringValue(redacted);
                return true;
            }
        }

        writer.WriteRawValue(number, skipInputValidation: true);
        return false;
    }

    [GeneratedRegex(@"\\+u([0-9a-fA-F]{4})", RegexOptions.CultureInvariant)]
    private static partial Regex Escape();
}
