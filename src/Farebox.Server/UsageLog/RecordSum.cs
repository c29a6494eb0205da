using System.Globalization;

namespace Farebox.Server.UsageLog;

/// <summary>Which usage records are summed up, and by what. Lists that are null do not narrow.</summary>
internal sealed record RecordSumQuery
{
    public required string OrganizationId { get; init; }

    /// <summary>Unix milliseconds, inclusive.</summary>
    public required long FromMs { get; init; }

    /// <summary>Unix milliseconds, exclusive.</summary>
    public required long ToMs { get; init; }

    /// <summary>Buckets begin at multiples of this, in UTC.</summary>
    public required long WidthMs { get; init; }

    /// <summary>The project that the caller is confined to; goes together with <see cref="ProjectIds"/>, never instead.</summary>
    public string? ConfinedToProjectId { get; init; }
    public IReadOnlyList<string> ProjectIds { get; init; } = [];
    public IReadOnlyList<string> KeyIds { get; init; } = [];
    public IReadOnlyList<string> Models { get; init; } = [];
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>Numbers of surfaces; empty for all.</summary>
    public IReadOnlyList<int> Surfaces { get; init; } = [];

    /// <summary>In this order they are sorted.</summary>
    public IReadOnlyList<RecordGroup> GroupBy { get; init; } = [];

    /// <summary>What is summed up besides the number of records: each is a column to read.</summary>
    public required RecordAmounts Amounts { get; init; }

    /// <summary>Whether records of calls that were refused before any upstream was called count too.</summary>
    public bool WithRefused { get; init; }
}

/// <summary>What can be summed up.</summary>
[Flags]
internal enum RecordAmounts
{
    None = 0,
    Tokens = 1,
    Charges = 2,
    Times = 4,
}

/// <summary>What records can be summed up by.</summary>
internal enum RecordGroup
{
    Project,
    Key,
    Model,
    User,
    Outcome,
}

/// <summary>What records of one bucket have in common; null where they were not asked to.</summary>
internal readonly record struct RecordSumKey(long Bucket, string? Project, string? Key, string? Model, string? User, long? Outcome = null)
{
    public string? Of(RecordGroup group) => group switch
    {
        RecordGroup.Project => Project,
        RecordGroup.Key => Key,
        RecordGroup.Model => Model,
        RecordGroup.User => User,
        _ => Outcome?.ToString(CultureInfo.InvariantCulture),
    };
}

/// <summary>Sums over records. Times are microseconds.</summary>
internal record struct RecordSum
{
    public long Requests { get; set; }
    public long Input { get; set; }
    public long Cached { get; set; }
    public long Output { get; set; }
    public long ChargeNano { get; set; }
    public long DurationUs { get; set; }
    public long MaxDurationUs { get; set; }

    /// <summary>Calls of which a byte was handed to the client.</summary>
    public long FirstBytes { get; set; }
    public long FirstByteUs { get; set; }
    public long MaxFirstByteUs { get; set; }

    /// <summary>Takes others in.</summary>
    /// <exception cref="OverflowException">One is too large: never a rounded number.</exception>
    public void Add(in RecordSum other)
    {
        Requests += other.Requests;
        Input += other.Input;
        Cached += other.Cached;
        Output += other.Output;
        ChargeNano += other.ChargeNano;
        DurationUs += other.DurationUs;
        MaxDurationUs = Math.Max(MaxDurationUs, other.MaxDurationUs);
        FirstBytes += other.FirstBytes;
        FirstByteUs += other.FirstByteUs;
        MaxFirstByteUs = Math.Max(MaxFirstByteUs, other.MaxFirstByteUs);
    }

    /// <summary>Takes one call's times in.</summary>
    /// <param name="firstByte">As in <see cref="Slices.SliceColumn.FirstByteUs"/>.</param>
    public void AddTimes(long durationUs, long firstByte)
    {
        DurationUs += durationUs;
        MaxDurationUs = Math.Max(MaxDurationUs, durationUs);
        if (firstByte == 0) return;
        FirstBytes++;
        FirstByteUs += firstByte - 1;
        MaxFirstByteUs = Math.Max(MaxFirstByteUs, firstByte - 1);
    }
}
