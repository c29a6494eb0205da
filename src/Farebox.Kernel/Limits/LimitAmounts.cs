namespace Farebox.Kernel.Limits;

/// <summary>What one call takes, or several together.</summary>
/// <param name="Tokens">LLM tokens, input and output.</param>
/// <param name="Images">Images to be made.</param>
/// <param name="Calls">How many calls.</param>
public readonly record struct LimitAmounts(long Tokens, long Images, long Calls = 1)
{
    // An upstream may claim any number; sums of these stay far from where arithmetic ends.
    private const long Most = LimitNumbers.Max;

    /// <summary>What a limit counts of it. Nothing, of what is limited otherwise, keeps no call out.</summary>
    public long Of(LimitKind kind) => kind switch
    {
        LimitKind.TokensPerMinute or LimitKind.TokensPerDay => Tokens,
        LimitKind.ImagesPerMinute => Images,
        _ => Calls,
    };

    /// <summary>Of one call, within sane bounds.</summary>
    public static LimitAmounts Clamped(long tokens, long images) => new(Math.Clamp(tokens, 0, Most), Math.Clamp(images, 0, Most));

    /// <summary>Of both together.</summary>
    public static LimitAmounts operator +(LimitAmounts one, LimitAmounts other) =>
        new(one.Tokens + other.Tokens, one.Images + other.Images, one.Calls + other.Calls);

    /// <summary>How much more the first is.</summary>
    public static LimitAmounts operator -(LimitAmounts one, LimitAmounts other) =>
        new(one.Tokens - other.Tokens, one.Images - other.Images, one.Calls - other.Calls);
}
