using System.Text.Json.Serialization;

namespace Farebox.Contracts.Limits;

/// <summary>The numbers that can be limited, under OpenAI's names for them: each at least 1, null for no limit.</summary>
public record LimitMembers
{
    [JsonPropertyName("max_requests_per_1_minute")]
    public long? MaxRequestsPerMinute { get; init; }

    /// <summary>LLM tokens, input and output.</summary>
    [JsonPropertyName("max_tokens_per_1_minute")]
    public long? MaxTokensPerMinute { get; init; }

    [JsonPropertyName("max_images_per_1_minute")]
    public long? MaxImagesPerMinute { get; init; }

    /// <summary>In any 24 hours.</summary>
    [JsonPropertyName("max_requests_per_1_day")]
    public long? MaxRequestsPerDay { get; init; }

    /// <summary>In any 24 hours.</summary>
    [JsonPropertyName("max_tokens_per_1_day")]
    public long? MaxTokensPerDay { get; init; }

    /// <summary>Calls under way at once.</summary>
    public long? MaxConcurrentRequests { get; init; }
}
