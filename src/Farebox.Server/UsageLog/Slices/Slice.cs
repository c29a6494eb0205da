using Farebox.Kernel.UsageLog;

namespace Farebox.Server.UsageLog.Slices;

/// <summary>Records in a row of one organization, column by column, on their way into the store.</summary>
/// <param name="room">How many records it may hold, up to <see cref="MaxRecords"/>.</param>
internal sealed class Slice(int room)
{
    /// <summary>Records in one, at most.</summary>
    public const int MaxRecords = 8192;

    /// <summary>How many columns there are.</summary>
    public static readonly int ColumnCount = Enum.GetValues<SliceColumn>().Length;

    private readonly long[][] _columns = [.. Enumerable.Range(0, ColumnCount).Select(_ => new long[room])];

    public byte[] FirstId { get; private set; } = [];
    public byte[] LastId { get; private set; } = [];
    public long StartedFrom { get; private set; } = long.MaxValue;
    public long StartedTo { get; private set; } = long.MinValue;
    public int Records { get; private set; }

    public bool IsFull => Records == room;

    /// <summary>Adds the next record; its other columns are set by <see cref="Set"/>.</summary>
    public void Add(byte[] id, long startedAt)
    {
        if (Records == 0) FirstId = id;
        LastId = id;
        (StartedFrom, StartedTo) = (Math.Min(StartedFrom, startedAt), Math.Max(StartedTo, startedAt));
        Records++;
        var ms = RequestIdRange.MsOf(id);
        Set(SliceColumn.IdMs, ms);
        Set(SliceColumn.StartedAfterMs, startedAt - ms);
    }

    /// <summary>Of the record that was added last.</summary>
    public void Set(SliceColumn column, long value) => _columns[(int)column][Records - 1] = value;

    /// <summary>As it is stored.</summary>
    public byte[] Pack(SliceColumn column) => PackedColumn.Pack(_columns[(int)column].AsSpan(0, Records));
}
