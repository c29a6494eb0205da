namespace Farebox.Server.Limits;

/// <summary>Milliseconds that never go back, whatever is done to the date: windows slide by durations.</summary>
internal sealed class LimitClock(TimeProvider clock)
{
    private readonly long _startedAtMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
    private readonly long _startedTicks = clock.GetTimestamp();
    private readonly long _ticksPerMs = clock.TimestampFrequency / 1000;

    /// <summary>About Unix milliseconds, as long as nobody sets the date.</summary>
    public long NowMs => _startedAtMs + ((clock.GetTimestamp() - _startedTicks) / _ticksPerMs);

    /// <summary>A Unix time of the past on this clock.</summary>
    public long OfUnixMs(long unixMs) => NowMs - Math.Max(0, clock.GetUtcNow().ToUnixTimeMilliseconds() - unixMs);
}
