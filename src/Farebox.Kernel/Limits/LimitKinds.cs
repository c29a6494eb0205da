namespace Farebox.Kernel.Limits;

/// <summary>What all limits of a kind have in common.</summary>
public static class LimitKinds
{
    /// <summary>A minute, in milliseconds.</summary>
    public const long MinuteMs = 60_000;

    /// <summary>A day, in milliseconds.</summary>
    public const long DayMs = 86_400_000;

    /// <summary>A minute's window slides by this much at a time: a second.</summary>
    public const long MinuteStepMs = 1000;

    /// <summary>A day's window slides by this much at a time: ten minutes.</summary>
    public const long DayStepMs = 600_000;

    /// <summary>How many kinds there are.</summary>
    public const int Count = 6;

    /// <summary>How many of them, the first ones, have a window.</summary>
    public const int WindowCount = 5;

    /// <summary>Every kind, in order.</summary>
    public static IReadOnlyList<LimitKind> All { get; } =
    [
        LimitKind.RequestsPerMinute, LimitKind.RequestsPerDay, LimitKind.TokensPerMinute, LimitKind.TokensPerDay,
        LimitKind.ImagesPerMinute, LimitKind.Concurrency,
    ];

    /// <summary>Whether it counts over a day: then the window is filled from what is on record.</summary>
    public static bool IsDaily(LimitKind kind) => kind is LimitKind.RequestsPerDay or LimitKind.TokensPerDay;

    /// <summary>Whether it counts LLM tokens.</summary>
    public static bool CountsTokens(LimitKind kind) => kind is LimitKind.TokensPerMinute or LimitKind.TokensPerDay;

    /// <summary>Whether it counts calls over time.</summary>
    public static bool CountsRequests(LimitKind kind) => kind is LimitKind.RequestsPerMinute or LimitKind.RequestsPerDay;

    /// <summary>Whether the keys that share such a limit are kept from starving each other.</summary>
    public static bool IsShared(LimitKind kind) => kind is LimitKind.RequestsPerMinute or LimitKind.TokensPerMinute;

    /// <summary>How long the window of a kind is.</summary>
    public static long SpanMs(LimitKind kind) => IsDaily(kind) ? DayMs : MinuteMs;

    /// <summary>An empty window of this kind.</summary>
    public static SlidingWindow NewWindow(LimitKind kind) =>
        IsDaily(kind) ? new SlidingWindow(DayMs, DayStepMs) : new SlidingWindow(MinuteMs, MinuteStepMs);
}
