using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Farebox.Contracts;

/// <summary>
/// A decimal that is kept as it is spelt, digit by digit: read from a JSON string or a JSON number, written as a string. So no reader
/// rounds it, and whoever writes a number by hand is understood too.
/// </summary>
public class DecimalTextConverter : JsonConverter<string>
{
    /// <inheritdoc/>
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number => Encoding.UTF8.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan),

        // Without words of its own: the serializer then names the member.
        _ => throw new JsonException(),
    };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

/// <summary>As <see cref="DecimalTextConverter"/>, written as a JSON number where a published shape has one.</summary>
public sealed class DecimalNumberConverter : DecimalTextConverter
{
    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteRawValue(value);
}
