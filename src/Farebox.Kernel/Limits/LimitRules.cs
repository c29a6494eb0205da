namespace Farebox.Kernel.Limits;

/// <summary>
/// Whether a call fits every limit that matches it, and what it takes of each. Decided from counters and a moment alone; what is taken is
/// taken of all or of none.
/// </summary>
public static class LimitRules
{
    // This part of a shared limit, from the top, is kept for keys below their equal share while several are active.
    private const int KeptPart = 4;

    /// <summary>Whether it fits; if not, why.</summary>
    public static bool Fits(ReadOnlySpan<LimitStand> stands, string model, LimitAmounts wanted, long nowMs, out LimitRefusal refusal)
    {
        refusal = default;
        var fits = true;
        foreach (var stand in stands)
        {
            if (!stand.Plan.Matches(model)) continue;
            var active = stand.Share is { } share ? stand.Counter.Shares!.Note(share, nowMs) : 1;
            foreach (ref readonly var cap in stand.Plan.Caps)
            {
                if (Refuses(stand, cap, wanted.Of(cap.Kind), active, nowMs) is not { } one) continue;
                if (fits || IsLonger(one, refusal)) refusal = one;
                fits = false;
            }
        }

        return fits;
    }

    /// <summary>Takes what fitted at the same moment.</summary>
    public static void Take(ReadOnlySpan<LimitStand> stands, string model, LimitAmounts amounts, long nowMs)
    {
        foreach (var stand in stands)
        {
            if (!stand.Plan.Matches(model)) continue;
            stand.Counter.InFlight++;
            Add(stand, amounts, nowMs);
        }
    }

    /// <summary>Gives back, or takes besides, the difference to what was taken at a moment; and the call is under way no longer.</summary>
    public static void Release(ReadOnlySpan<LimitStand> stands, string model, LimitAmounts taken, LimitAmounts actual, long takenAtMs)
    {
        var difference = actual - taken;
        foreach (var stand in stands)
        {
            if (!stand.Plan.Matches(model)) continue;
            stand.Counter.InFlight--;
            if (difference != default) Add(stand, difference, takenAtMs);
        }
    }

    /// <summary>How the limits stand.</summary>
    public static LimitReading Read(ReadOnlySpan<LimitStand> stands, string model, long nowMs)
    {
        LimitMark requests = default, tokens = default;
        foreach (var stand in stands)
        {
            if (!stand.Plan.Matches(model)) continue;
            foreach (ref readonly var cap in stand.Plan.Caps)
            {
                if (LimitKinds.CountsRequests(cap.Kind)) Tighten(ref requests, Mark(stand.Counter, cap, nowMs));
                else if (LimitKinds.CountsTokens(cap.Kind)) Tighten(ref tokens, Mark(stand.Counter, cap, nowMs));
            }
        }

        return new LimitReading(requests, tokens);
    }

    private static LimitRefusal? Refuses(LimitStand stand, LimitCap cap, long wanted, int active, long nowMs)
    {
        // A call without images is not kept out by a limit on images.
        if (wanted == 0) return null;
        var used = stand.Counter.Used(cap.Kind, nowMs);
        if (wanted > cap.Max - used)
        {
            var waitMs = cap.Kind == LimitKind.Concurrency ? null : stand.Counter.Window(cap.Kind).WaitMs(wanted, cap.Max, nowMs);
            return new LimitRefusal(stand.Plan, cap, used, wanted, waitMs);
        }

        return active > 1 && LimitKinds.IsShared(cap.Kind) ? RefusesShare(stand, cap, used, wanted, active, nowMs) : null;
    }

    private static LimitRefusal? RefusesShare(LimitStand stand, LimitCap cap, long used, long wanted, int active, long nowMs)
    {
        var open = cap.Max - (cap.Max / KeptPart);
        if (wanted <= open - used) return null;
        var equal = ((cap.Max - 1) / active) + 1;
        var own = stand.Share!.Window(cap.Kind);
        var usedByKey = own.Used(nowMs);
        if (usedByKey < equal) return null;

        // Whichever comes first: the room that is for everybody, or the key's being below its share again.
        var shareMs = own.WaitMs(1, equal, nowMs)!.Value;
        var openMs = stand.Counter.Window(cap.Kind).WaitMs(wanted, open, nowMs) ?? long.MaxValue;
        return new LimitRefusal(stand.Plan, cap, used, wanted, Math.Min(shareMs, openMs)) { UsedByKey = usedByKey };
    }

    // Never is longest; next comes what nobody can say; next the longest time.
    private static bool IsLonger(in LimitRefusal one, in LimitRefusal other) =>
        Rank(one) != Rank(other) ? Rank(one) > Rank(other) : one.WaitMs > other.WaitMs;

    private static int Rank(in LimitRefusal refusal) => refusal.NeverFits ? 2 : refusal.WaitMs is null ? 1 : 0;

    private static void Add(LimitStand stand, LimitAmounts amounts, long atMs)
    {
        foreach (ref readonly var cap in stand.Plan.Caps)
        {
            if (cap.Kind == LimitKind.Concurrency) continue;
            var amount = amounts.Of(cap.Kind);
            if (amount == 0) continue;
            stand.Counter.Window(cap.Kind).Add(amount, atMs);
            if (stand.Share is { } share && LimitKinds.IsShared(cap.Kind)) share.Window(cap.Kind).Add(amount, atMs);
        }
    }

    private static LimitMark Mark(LimitCounter counter, LimitCap cap, long nowMs)
    {
        var window = counter.Window(cap.Kind);
        return new LimitMark(cap.Max, Math.Max(0, cap.Max - window.Used(nowMs)), window.ResetMs(nowMs));
    }

    private static void Tighten(ref LimitMark tightest, in LimitMark mark)
    {
        if (mark.IsTighterThan(tightest)) tightest = mark;
    }
}
