namespace Farebox.Contracts.Limits;

/// <summary>One number that a credential's calls have to keep below, and how much of it is used.</summary>
public sealed record LimitStatus
{
    /// <summary><c>organization</c>, <c>project</c>, <c>key</c> or <c>token</c>: all calls of that one count.</summary>
    public required string Level { get; init; }

    /// <summary>Null unless it is a key's, or of something in a project.</summary>
    public string? ProjectId { get; init; }
    public string? KeyId { get; init; }
    public string? TokenId { get; init; }

    /// <summary>The model's name; <c>*</c> for all models together.</summary>
    public required string Model { get; init; }

    /// <summary><c>rpm</c>, <c>rpd</c>, <c>tpm</c>, <c>tpd</c>, <c>ipm</c> or <c>concurrency</c>.</summary>
    public required string Kind { get; init; }
    public required long Limit { get; init; }
    public required long Used { get; init; }
    public required long Left { get; init; }
}
