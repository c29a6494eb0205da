namespace Farebox.Kernel.Limits;

/// <summary>What one call takes beside the call itself.</summary>
/// <param name="Tokens">LLM tokens, input and output.</param>
/// <param name="Images">Images to be made.</param>
public readonly record struct LimitAmounts(long Tokens, long Images)
{
    // An upstream may claim any number; sums of these stay far from where arithmetic ends.
    private const long Most = 1L << 40;

    /// <summary>What a limit counts of it. Nothing, of what is limited otherwise, keeps no call out.</summary>
    public long Of(LimitKind kind) => kind switch
    {
        LimitKind.TokensPerMinute or LimitKind.TokensPerDay => Tokens,
        LimitKind.ImagesPerMinute => Images,
        _ => 1,
    };

    /// <summary>Within sane bounds.</summary>
    public static LimitAmounts Clamped(long tokens, long images) => new(Math.Clamp(tokens, 0, Most), Math.Clamp(images, 0, Most));
}
