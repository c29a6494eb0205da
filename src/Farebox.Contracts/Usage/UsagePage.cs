namespace Farebox.Contracts.Usage;

/// <summary>OpenAI's usage answer: buckets of time, oldest first.</summary>
public sealed record UsagePage(string Object, IReadOnlyList<UsageBucket> Data, bool HasMore, string? NextPage);

/// <summary>One bucket.</summary>
/// <param name="StartTime">Unix seconds, inclusive.</param>
/// <param name="EndTime">Unix seconds, exclusive.</param>
public sealed record UsageBucket(string Object, long StartTime, long EndTime, IReadOnlyList<UsageResult> Results);

/// <summary>OpenAI's <c>organization.usage.completions.result</c>; a grouping that was not asked for is null.</summary>
public sealed record UsageResult
{
    public string Object { get; init; } = "organization.usage.completions.result";
    public required long InputTokens { get; init; }
    public required long OutputTokens { get; init; }
    public required long InputCachedTokens { get; init; }
    public long InputAudioTokens { get; init; }
    public long OutputAudioTokens { get; init; }
    public required long NumModelRequests { get; init; }
    public string? ProjectId { get; init; }
    public string? UserId { get; init; }
    public string? ApiKeyId { get; init; }
    public string? Model { get; init; }
    public bool? Batch { get; init; }
    public string? ServiceTier { get; init; }
}
