using System.Text.Json;
using Farebox.Kernel.Metering;

namespace Farebox.Server.Relay;

/// <summary>Reads a provider's usage object, in the spelling of chat, completions and embeddings or in that of images and responses.</summary>
internal static class UsageReader
{
    /// <summary>Reads the object that the reader has just entered, to its end.</summary>
    public static TokenUsage Read(ref Utf8JsonReader json)
    {
        long input = 0, cached = 0, output = 0, reasoning = 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("prompt_tokens"u8) || json.ValueTextEquals("input_tokens"u8)) input = Count(ref json);
            else if (json.ValueTextEquals("completion_tokens"u8) || json.ValueTextEquals("output_tokens"u8)) output = Count(ref json);
            else if (json.ValueTextEquals("prompt_tokens_details"u8) || json.ValueTextEquals("input_tokens_details"u8))
                cached = Detail(ref json, "cached_tokens"u8);
            else if (json.ValueTextEquals("completion_tokens_details"u8) || json.ValueTextEquals("output_tokens_details"u8))
                reasoning = Detail(ref json, "reasoning_tokens"u8);
            else
            {
                json.Read();
                json.Skip();
            }
        }

        return new TokenUsage(input, cached, output, reasoning, UsageSource.Reported);
    }

    /// <summary>Reads a usage object from bytes that begin behind the member's name and may end anywhere behind the object.</summary>
    public static void TryFind(ReadOnlySpan<byte> behindName, ref AnswerMeter meter)
    {
        var colon = behindName.TrimStart(" \t\r\n"u8);
        if (colon.IsEmpty || colon[0] != (byte)':') return;
        try
        {
            // First to the object's end, which is all that a reader of unfinished JSON can do; then once more, to read it.
            var extent = new Utf8JsonReader(colon[1..], isFinalBlock: false, default);
            if (!extent.Read() || extent.TokenType != JsonTokenType.StartObject || !extent.TrySkip()) return;
            var json = new Utf8JsonReader(colon.Slice(1, (int)extent.BytesConsumed));
            json.Read();
            meter.Report(Read(ref json));
        }
        catch (JsonException)
        {
            // Not a usage object after all: the estimate stands.
        }
    }

    private static long Detail(ref Utf8JsonReader json, ReadOnlySpan<byte> name)
    {
        long count = 0;
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return 0;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals(name)) count = Count(ref json);
            else
            {
                json.Read();
                json.Skip();
            }
        }

        return count;
    }

    // What is no whole number, or below zero, counts as nothing said.
    private static long Count(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var count)) return Math.Max(0, count);
        json.Skip();
        return 0;
    }
}
