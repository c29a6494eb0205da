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

    /// <summary>Whether tokens are asked for, rather than charges.</summary>
    public required bool Tokens { get; init; }
}

/// <summary>What records can be summed up by.</summary>
internal enum RecordGroup
{
    Project,
    Key,
    Model,
    User,
}

/// <summary>What records of one bucket have in common; null where they were not asked to.</summary>
internal readonly record struct RecordSumKey(long Bucket, string? Project, string? Key, string? Model, string? User)
{
    public string? Of(RecordGroup group) => group switch
    {
        RecordGroup.Project => Project,
        RecordGroup.Key => Key,
        RecordGroup.Model => Model,
        _ => User,
    };
}

/// <summary>Sums over records.</summary>
internal record struct RecordSum(long Requests, long Input, long Cached, long Output, long ChargeNano)
{
    /// <summary>Takes others in.</summary>
    /// <exception cref="OverflowException">One is too large: never a rounded number.</exception>
    public void Add(in RecordSum other)
    {
        Requests += other.Requests;
        Input += other.Input;
        Cached += other.Cached;
        Output += other.Output;
        ChargeNano += other.ChargeNano;
    }
}
