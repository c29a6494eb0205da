using System.Buffers;
using System.Text.Json;
using Farebox.Kernel.Metering;

namespace Farebox.Server.Relay;

/// <summary>
/// Step (9): listens to an answer's JSON, whole or chunk by chunk, for usage, produced text and how it ended. The last usage counts,
/// never a sum: some upstreams repeat a running total.
/// </summary>
internal struct AnswerMeter
{
    private TokenUsage? _reported;
    private TokenEstimate _produced;

    /// <summary>Whether a <c>finish_reason</c> was seen.</summary>
    public bool Finished { get; private set; }

    /// <summary>Whether the newest chunk is an error event of the upstream's.</summary>
    public bool HasError { get; private set; }

    /// <summary>Whether the newest chunk brings usage and no choices: it is there only because usage was asked for.</summary>
    public bool IsUsageOnly { get; private set; }

    /// <summary>Whether anything that the model produced has come.</summary>
    public readonly bool HasOutput => _produced.Tokens > 0 || Images > 0;

    /// <summary>Images that came so far: the entries of an answer's <c>data</c>, or the events of a stream that each end one.</summary>
    public long Images { get; private set; }

    /// <summary>The <c>usage</c> member of the newest chunk, name included, or null.</summary>
    public Slice? UsageMember { get; private set; }

    /// <summary>Listens to one JSON object; false when it is not one.</summary>
    public bool Listen(ReadOnlySpan<byte> json)
    {
        HasError = false;
        IsUsageOnly = false;
        UsageMember = null;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 256 });
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            var hasChoices = false;
            var newUsage = false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var start = (int)reader.TokenStartIndex;
                if (reader.ValueTextEquals("usage"u8))
                {
                    newUsage = ReadUsage(ref reader);
                    UsageMember = new Slice(start, (int)reader.BytesConsumed - start);
                }
                else if (reader.ValueTextEquals("choices"u8)) hasChoices = ReadChoices(ref reader);
                else if (reader.ValueTextEquals("data"u8)) CountData(ref reader);
                else if (reader.ValueTextEquals("type"u8))
                {
                    reader.Read();
                    if (reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("image_generation.completed"u8)) Images++;
                    reader.Skip();
                }
                else
                {
                    var isError = reader.ValueTextEquals("error"u8);
                    reader.Read();
                    HasError |= isError && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.String;
                    reader.Skip();
                }
            }

            IsUsageOnly = newUsage && !hasChoices;
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>
    /// What was used: as reported, else estimated from the prompt's bytes and the text produced. A report of nothing at all beside a text is
    /// no report: some upstreams send zeros when they do not count.
    /// </summary>
    public readonly TokenUsage Measure(ReadOnlySpan<byte> prompt) =>
        _reported is { } reported && (reported.Input > 0 || reported.Output > 0 || _produced.Tokens == 0)
            ? reported
            : new TokenUsage(TokenEstimate.Of(prompt), 0, _produced.Tokens, 0, UsageSource.Estimated);

    /// <summary>Takes a usage object that was found by other means.</summary>
    public void Report(TokenUsage usage) => _reported = usage;

    private bool ReadUsage(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            _reported = UsageReader.Read(ref reader);
            return true;
        }

        reader.Skip();
        return false;
    }

    private void CountData(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Images++;
            reader.Skip();
        }
    }

    private bool ReadChoices(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return false;
        }

        var depth = reader.CurrentDepth;
        var any = false;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            any = true;
            if (reader.TokenType != JsonTokenType.PropertyName) continue;
            if (IsText(ref reader))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.String) AddText(ref reader);
            }
            else if (reader.ValueTextEquals("finish_reason"u8))
            {
                reader.Read();
                Finished |= reader.TokenType == JsonTokenType.String;
            }
        }

        return any;
    }

    // Members of a message, a delta or a choice that hold what the model produced.
    private static bool IsText(ref Utf8JsonReader reader) => reader.ValueSpan.Length switch
    {
        4 => reader.ValueTextEquals("text"u8),
        7 => reader.ValueTextEquals("content"u8) || reader.ValueTextEquals("refusal"u8),
        9 => reader.ValueTextEquals("arguments"u8) || reader.ValueTextEquals("reasoning"u8),
        17 => reader.ValueTextEquals("reasoning_content"u8),
        _ => false,
    };

    private void AddText(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            _produced.Add(reader.ValueSpan);
            return;
        }

        var rented = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            _produced.Add(rented.AsSpan(0, reader.CopyString(rented)));
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, as some upstreams cut a character between two chunks: its bytes count as they stand.
            _produced.Add(reader.ValueSpan);
        }

        ArrayPool<byte>.Shared.Return(rented);
    }
}
