using System.Text.Json.Serialization;

namespace Farebox.Client.Chat;

/// <summary>A streamed chat completion, with what every OpenAI-shaped address understands.</summary>
public sealed record ChatRequest
{
    public required string Model { get; init; }
    public required IReadOnlyList<ChatMessage> Messages { get; init; }
    public bool Stream { get; } = true;

    /// <summary>Null leaves it out, for addresses that do not know it.</summary>
    public ChatStreamOptions? StreamOptions { get; init; } = new(true);

    /// <summary>LLM tokens of the answer, at most.</summary>
    [JsonPropertyName("max_tokens")]
    public int? MaxOutputTokens { get; init; }

    /// <summary>0 to 2.</summary>
    public double? Temperature { get; init; }
}

/// <param name="IncludeUsage">Whether a last chunk says what was used.</param>
public sealed record ChatStreamOptions(bool IncludeUsage);
