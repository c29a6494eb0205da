namespace Farebox.Server.UsageLog.Slices;

/// <summary>What makes records one series: see <c>usage_series</c>.</summary>
internal readonly record struct SeriesKey(
    string OrganizationId, string ProjectId, string KeyId, string? Model, int Requested, int Surface, int Outcome, int Status, bool Reached);
