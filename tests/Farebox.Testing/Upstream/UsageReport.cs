namespace Farebox.Testing.Upstream;

/// <summary>When a stream tells its usage. Providers differ in exactly these ways.</summary>
public enum UsageReport
{
    /// <summary>
    /// As OpenAI does: like <see cref="NullThenFinal"/> if the request set <c>stream_options.include_usage</c>,
    /// else like <see cref="Never"/>.
    /// </summary>
    WhenAsked,

    /// <summary>Not at all, whatever was asked.</summary>
    Never,

    /// <summary>Only in one extra chunk at the end, whose <c>choices</c> are empty; no chunk before it mentions usage.</summary>
    FinalOnly,

    /// <summary><c>"usage": null</c> in each chunk, then the extra chunk.</summary>
    NullThenFinal,

    /// <summary>In the chunk that carries the <c>finish_reason</c>; no extra chunk.</summary>
    WithFinish,

    /// <summary>In each chunk, growing; only the last is the truth. No extra chunk.</summary>
    EachChunk,
}
