namespace Farebox.Kernel.Limits;

/// <summary>
/// Counts what was taken within the last so many milliseconds: a ring of steps. A step counts until all of it is older than the window, so
/// what is admitted by <see cref="Used"/> never exceeds a limit in any window of that length, and room comes back one step late at most.
/// </summary>
/// <remarks>Moments are milliseconds since some fixed one, and never go back. Not safe for several threads.</remarks>
public sealed class SlidingWindow
{
    private readonly long _stepMs;

    // One more than fit into the window: the oldest lies in it in part.
    private readonly long[] _steps;
    private long _newest;
    private long _newestEndsMs;
    private long _sum;

    /// <param name="spanMs">A whole number of steps.</param>
    public SlidingWindow(long spanMs, long stepMs)
    {
        _stepMs = stepMs;
        _steps = new long[(spanMs / stepMs) + 1];
        _newestEndsMs = stepMs;
    }

    /// <summary>What counts at a moment.</summary>
    public long Used(long nowMs)
    {
        if (nowMs >= _newestEndsMs) Slide(nowMs / _stepMs);
        return _sum;
    }

    /// <summary>
    /// Adds an amount at a moment, or takes some back with a negative one; a step never falls below zero. A moment that counts no longer
    /// changes nothing.
    /// </summary>
    public void Add(long amount, long atMs)
    {
        var step = atMs / _stepMs;
        if (step > _newest) Slide(step);
        if (step <= _newest - _steps.Length) return;
        ref var at = ref _steps[step % _steps.Length];
        if (amount < -at) amount = -at;
        at += amount;
        _sum += amount;
    }

    /// <summary>In how many milliseconds so much would fit if nothing were added meanwhile; 0 for now, null for never.</summary>
    public long? WaitMs(long wanted, long max, long nowMs)
    {
        if (wanted > max) return null;
        var over = Used(nowMs) - (max - wanted);
        if (over <= 0) return 0;
        for (var step = _newest - _steps.Length + 1; ; step++)
        {
            if (step < 0) continue;
            over -= _steps[step % _steps.Length];
            if (over <= 0) return ((step + _steps.Length) * _stepMs) - nowMs;
        }
    }

    /// <summary>In how many milliseconds nothing of what counts now will count any more.</summary>
    public long ResetMs(long nowMs)
    {
        if (Used(nowMs) == 0) return 0;
        var step = _newest;
        while (_steps[step % _steps.Length] == 0) step--;
        return ((step + _steps.Length) * _stepMs) - nowMs;
    }

    private void Slide(long newest)
    {
        var gone = Math.Min(newest - _newest, _steps.Length);
        for (var i = 1; i <= gone; i++)
        {
            ref var at = ref _steps[(_newest + i) % _steps.Length];
            _sum -= at;
            at = 0;
        }

        _newest = newest;
        _newestEndsMs = (newest + 1) * _stepMs;
    }
}
