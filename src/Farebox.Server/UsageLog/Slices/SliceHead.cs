namespace Farebox.Server.UsageLog.Slices;

/// <summary>A row of <c>usage_slices</c>. Times are Unix milliseconds, inclusive.</summary>
internal sealed class SliceHead
{
    public const string Columns =
        "id, first_id AS FirstId, last_id AS LastId, started_from AS StartedFrom, started_to AS StartedTo, records";

    public long Id { get; init; }
    public required byte[] FirstId { get; init; }
    public required byte[] LastId { get; init; }
    public long StartedFrom { get; init; }
    public long StartedTo { get; init; }
    public int Records { get; init; }

    public long FirstMs => RequestIdRange.MsOf(FirstId);

    public long LastMs => RequestIdRange.MsOf(LastId);
}
