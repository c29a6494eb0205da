namespace Farebox.Kernel.Limits;

/// <summary>What a limit counts, and over how long. The numbers index arrays; they are not stored.</summary>
public enum LimitKind
{
    RequestsPerMinute,
    RequestsPerDay,
    TokensPerMinute,
    TokensPerDay,
    ImagesPerMinute,

    /// <summary>Calls under way at once. The only kind without a window.</summary>
    Concurrency,
}
