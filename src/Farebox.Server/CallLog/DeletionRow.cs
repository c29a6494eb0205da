namespace Farebox.Server.CallLog;

/// <summary>One row of <c>payload_deletions</c>: what somebody had deleted. Times are Unix milliseconds.</summary>
internal sealed record DeletionRow
{
    public required long OrderedAt { get; init; }
    public required string OrganizationId { get; init; }

    /// <summary>Null for every project.</summary>
    public string? ProjectId { get; init; }

    /// <summary>Null when it is a span of time.</summary>
    public byte[]? RequestId { get; init; }
    public long? FromMs { get; init; }
    public long? ToMs { get; init; }
}
