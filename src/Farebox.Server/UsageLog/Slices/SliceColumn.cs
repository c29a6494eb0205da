namespace Farebox.Server.UsageLog.Slices;

/// <summary>The columns of a slice. Their numbers are stored.</summary>
internal enum SliceColumn
{
    /// <summary>Milliseconds of the record's id, since 1970.</summary>
    IdMs = 0,

    /// <summary>By how many milliseconds the call's start was noted after that.</summary>
    StartedAfterMs = 1,

    /// <summary>A row of <c>usage_series</c>.</summary>
    Series = 2,

    /// <summary>A row of <c>usage_users</c>, 0 for none.</summary>
    User = 3,

    /// <summary>See <see cref="Kernel.UsageLog.TextCode.OfToken"/>.</summary>
    Token = 4,
    Input = 5,
    Cached = 6,
    Output = 7,
    Reasoning = 8,
    ChargeNano = 9,
    DurationUs = 10,

    /// <summary>Microseconds plus one, 0 for none.</summary>
    FirstByteUs = 11,
}
