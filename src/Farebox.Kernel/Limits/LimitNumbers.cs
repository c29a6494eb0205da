namespace Farebox.Kernel.Limits;

/// <summary>The six numbers that can be limited, each at least 1; null for no limit.</summary>
public sealed record LimitNumbers
{
    /// <summary>The largest number of each: what would be more is no limit.</summary>
    public const long Max = 1_000_000_000_000;

    /// <summary>No limits.</summary>
    public static LimitNumbers None { get; } = new();

    public long? RequestsPerMinute { get; init; }
    public long? RequestsPerDay { get; init; }
    public long? TokensPerMinute { get; init; }
    public long? TokensPerDay { get; init; }
    public long? ImagesPerMinute { get; init; }
    public long? Concurrency { get; init; }

    /// <summary>One of them.</summary>
    public long? this[LimitKind kind] => kind switch
    {
        LimitKind.RequestsPerMinute => RequestsPerMinute,
        LimitKind.RequestsPerDay => RequestsPerDay,
        LimitKind.TokensPerMinute => TokensPerMinute,
        LimitKind.TokensPerDay => TokensPerDay,
        LimitKind.ImagesPerMinute => ImagesPerMinute,
        _ => Concurrency,
    };

    /// <summary>Whether there is no limit among them.</summary>
    public bool IsEmpty => this == None;

    /// <summary>Those of <paramref name="over"/>, and these where it has none.</summary>
    public LimitNumbers With(LimitNumbers over) => new()
    {
        RequestsPerMinute = over.RequestsPerMinute ?? RequestsPerMinute,
        RequestsPerDay = over.RequestsPerDay ?? RequestsPerDay,
        TokensPerMinute = over.TokensPerMinute ?? TokensPerMinute,
        TokensPerDay = over.TokensPerDay ?? TokensPerDay,
        ImagesPerMinute = over.ImagesPerMinute ?? ImagesPerMinute,
        Concurrency = over.Concurrency ?? Concurrency,
    };
}
