namespace Farebox.Kernel.Limits;

/// <summary>How one limit stands.</summary>
/// <param name="Max">0 when there is no limit.</param>
/// <param name="ResetMs">In how many milliseconds all of it will be there again if nobody calls.</param>
public readonly record struct LimitMark(long Max, long Left, long ResetMs)
{
    public bool IsSet => Max > 0;

    /// <summary>Whether a smaller part of this one is left than of another.</summary>
    public bool IsTighterThan(in LimitMark other) => !other.IsSet || (Int128)Left * other.Max < (Int128)other.Left * Max;
}

/// <summary>The tightest of the limits that a call matches, on requests and on LLM tokens.</summary>
public readonly record struct LimitReading(LimitMark Requests, LimitMark Tokens);
