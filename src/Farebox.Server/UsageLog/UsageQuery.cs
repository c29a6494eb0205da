namespace Farebox.Server.UsageLog;

/// <summary>Which usage is summed up, and how.</summary>
internal sealed record UsageQuery
{
    public required string OrganizationId { get; init; }

    /// <summary>The project that the caller is confined to.</summary>
    public string? ConfinedToProjectId { get; init; }

    /// <summary>Unix seconds, inclusive.</summary>
    public required long From { get; init; }

    /// <summary>Unix seconds, exclusive.</summary>
    public required long To { get; init; }

    /// <summary>Width of a bucket in seconds; buckets begin at its multiples, in UTC.</summary>
    public required long WidthSeconds { get; init; }

    /// <summary>Empty lists do not narrow.</summary>
    public IReadOnlyList<string> ProjectIds { get; init; } = [];
    public IReadOnlyList<string> UserIds { get; init; } = [];
    public IReadOnlyList<string> KeyIds { get; init; } = [];
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>Of <see cref="UsageGrouping"/>'s names.</summary>
    public IReadOnlyList<string> GroupBy { get; init; } = [];
}

/// <summary>What usage can be grouped by.</summary>
internal static class UsageGrouping
{
    public const string Project = "project_id";
    public const string User = "user_id";
    public const string Key = "api_key_id";
    public const string Model = "model";
    public const string Batch = "batch";

    public static readonly string[] All = [Project, User, Key, Model, Batch];
}

/// <summary>One group of one bucket.</summary>
internal sealed class UsageRow
{
    /// <summary>Which bucket: its start divided by the width.</summary>
    public long Bucket { get; init; }
    public string? ProjectId { get; init; }
    public string? User { get; init; }
    public string? KeyId { get; init; }
    public string? Model { get; init; }
    public long InputTokens { get; init; }
    public long CachedTokens { get; init; }
    public long OutputTokens { get; init; }
    public long Requests { get; init; }
}
