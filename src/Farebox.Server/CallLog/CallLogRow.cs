using System.Text.Json;
using Farebox.Kernel.CallLog;

namespace Farebox.Server.CallLog;

/// <summary>One row of <c>call_log_settings</c>.</summary>
internal sealed record CallLogRow
{
    public required string OrganizationId { get; init; }

    /// <summary>Empty for the organization's.</summary>
    public required string ProjectId { get; init; }
    public long? Mode { get; init; }
    public long? RetentionDays { get; init; }

    /// <summary>Of usage records, null for ever; in the organization's row alone.</summary>
    public long? UsageRetentionDays { get; init; }

    /// <summary>A JSON array.</summary>
    public string Patterns { get; init; } = "[]";

    public CallLogSetting Setting => new((CallLogMode?)Mode, (int?)RetentionDays);

    public IReadOnlyList<string> PatternList => Patterns == "[]" ? [] : JsonSerializer.Deserialize<List<string>>(Patterns)!;

    /// <summary>Where nothing is set.</summary>
    public static CallLogRow None(string organizationId, string projectId) => new() { OrganizationId = organizationId, ProjectId = projectId };
}
