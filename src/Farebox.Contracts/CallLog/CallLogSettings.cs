namespace Farebox.Contracts.CallLog;

/// <summary>What is kept of the calls of an organization, or of a project, besides their usage records.</summary>
public sealed record CallLogSettings
{
    /// <summary><c>organization.call_log</c> or <c>project.call_log</c>.</summary>
    public required string Object { get; init; }

    /// <summary>Null for the organization's.</summary>
    public string? ProjectId { get; init; }

    /// <summary><c>off</c>, <c>redacted</c> or <c>full</c>, as set here; null when nothing is set.</summary>
    public string? Policy { get; init; }

    /// <summary>Days that payloads are kept, as set here; null when nothing is set.</summary>
    public int? RetentionDays { get; init; }

    /// <summary>Days that usage records are kept; null for ever. The organization's alone.</summary>
    public int? UsageRetentionDays { get; init; }

    /// <summary>Regular expressions that are redacted besides the standard ones, as set here.</summary>
    public IReadOnlyList<string> Patterns { get; init; } = [];

    /// <summary>What holds, settings of the organization included.</summary>
    public required string EffectivePolicy { get; init; }
    public required int EffectiveRetentionDays { get; init; }
    public required IReadOnlyList<string> EffectivePatterns { get; init; }
}

/// <summary>Body of changing it; what is absent stays.</summary>
public sealed record CallLogRequest
{
    /// <summary><c>off</c>, <c>redacted</c>, <c>full</c>, or <c>inherit</c> for what the level above says.</summary>
    public string? Policy { get; init; }

    /// <summary>1 to 3650, or 0 for what the level above says.</summary>
    public int? RetentionDays { get; init; }

    /// <summary>1 to 3650, or 0 for ever; not for a project.</summary>
    public int? UsageRetentionDays { get; init; }

    /// <summary>All of them: the list replaces the one before.</summary>
    public IReadOnlyList<string>? Patterns { get; init; }
}
