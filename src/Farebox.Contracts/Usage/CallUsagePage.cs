namespace Farebox.Contracts.Usage;

/// <summary>All calls summed up: buckets of time, oldest first. Farebox's own, in the shape of OpenAI's usage.</summary>
public sealed record CallUsagePage(string Object, IReadOnlyList<CallUsageBucket> Data, bool HasMore, string? NextPage);

/// <summary>One bucket.</summary>
/// <param name="StartTime">Unix seconds, inclusive.</param>
/// <param name="EndTime">Unix seconds, exclusive.</param>
public sealed record CallUsageBucket(string Object, long StartTime, long EndTime, IReadOnlyList<CallUsageResult> Results);

/// <summary>The calls of one group; a grouping that was not asked for is null. Times are microseconds, of completed calls alone.</summary>
public sealed record CallUsageResult
{
    /// <summary>Always <c>organization.usage.calls.result</c>.</summary>
    public string Object { get; init; } = "organization.usage.calls.result";
    public string? ProjectId { get; init; }
    public string? ApiKeyId { get; init; }

    /// <summary>Null also for calls of which no model of the catalog was found.</summary>
    public string? Model { get; init; }

    /// <summary>All of them: the sum of the four below.</summary>
    public required long NumCalls { get; init; }
    public required long NumCompleted { get; init; }

    /// <summary>Refused by Farebox before any upstream was called.</summary>
    public required long NumRefused { get; init; }

    /// <summary>Refused by the upstream, or failed there, here or on the way.</summary>
    public required long NumFailed { get; init; }

    /// <summary>The client left before the answer was whole.</summary>
    public required long NumClientClosed { get; init; }

    /// <summary>LLM tokens.</summary>
    public required long InputTokens { get; init; }
    public required long InputCachedTokens { get; init; }
    public required long OutputTokens { get; init; }

    /// <summary>What was taken, in USD, exact to 9 decimals.</summary>
    public required string ChargeUsd { get; init; }

    /// <summary>Whole calls: their mean, rounded down, and the longest; null without a completed call.</summary>
    public long? MeanDurationUs { get; init; }
    public long? MaxDurationUs { get; init; }

    /// <summary>Until the first byte of the answer was handed to the client; null when none was.</summary>
    public long? MeanFirstByteUs { get; init; }
    public long? MaxFirstByteUs { get; init; }
}
