namespace Farebox.Contracts.Limits;

/// <summary>The limits of an organization, a project or a key: on one model, or on all of them together.</summary>
public sealed record RateLimit : LimitMembers
{
    /// <summary><c>organization.rate_limit</c>, <c>project.rate_limit</c> or <c>api_key.rate_limit</c>.</summary>
    public required string Object { get; init; }

    /// <summary><c>rl-</c> and the model.</summary>
    public required string Id { get; init; }

    /// <summary>The model's name; <c>*</c> for all models together.</summary>
    public required string Model { get; init; }

    /// <summary>How many calls of a key may stand in line instead of getting a 429. With <c>*</c> of a key alone.</summary>
    public long QueueMaxWaiting { get; init; }

    /// <summary>How long each of them may.</summary>
    public long QueueMaxWaitSeconds { get; init; }
}
