namespace Farebox.Contracts.Limits;

/// <summary>Body of changing limits: what is absent stays as it is.</summary>
public sealed record RateLimitRequest : LimitMembers
{
    /// <summary>0 to 10 000; 0 for no line.</summary>
    public long? QueueMaxWaiting { get; init; }

    /// <summary>1 to 600.</summary>
    public long? QueueMaxWaitSeconds { get; init; }
}
