namespace Farebox.Server.UsageLog;

/// <summary>Which costs are summed up by the day, and how.</summary>
internal sealed record CostsQuery
{
    public const long WidthSeconds = 86_400;

    public required string OrganizationId { get; init; }

    /// <summary>The project that the caller is confined to.</summary>
    public string? ConfinedToProjectId { get; init; }

    /// <summary>Unix seconds, inclusive.</summary>
    public required long From { get; init; }

    /// <summary>Unix seconds, exclusive.</summary>
    public required long To { get; init; }

    /// <summary>Empty lists do not narrow.</summary>
    public IReadOnlyList<string> ProjectIds { get; init; } = [];
    public IReadOnlyList<string> KeyIds { get; init; } = [];

    /// <summary>Of <see cref="CostsGrouping"/>'s names.</summary>
    public IReadOnlyList<string> GroupBy { get; init; } = [];
}

/// <summary>What costs can be grouped by.</summary>
internal static class CostsGrouping
{
    public const string Project = "project_id";
    public const string LineItem = "line_item";
    public const string Key = "api_key_id";

    public static readonly string[] All = [Project, LineItem, Key];
}

/// <summary>One group of one day.</summary>
internal sealed class CostsRow
{
    /// <summary>Which day: days since 1970.</summary>
    public long Bucket { get; init; }
    public string? ProjectId { get; init; }
    public string? LineItem { get; init; }
    public string? KeyId { get; init; }
    public long ChargeNano { get; init; }
}
