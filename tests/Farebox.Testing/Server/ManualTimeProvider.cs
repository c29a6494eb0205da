namespace Farebox.Testing.Server;

/// <summary>A clock whose date moves only when a test moves it. Timers and durations stay real, so that a server runs on it.</summary>
public sealed class ManualTimeProvider(DateTimeOffset start) : TimeProvider
{
    private long _ticks = start.UtcTicks;

    /// <summary>Stands at some moment in 2026.</summary>
    public ManualTimeProvider()
        : this(DateTimeOffset.FromUnixTimeSeconds(1_780_000_000))
    {
    }

    /// <summary>Unix seconds.</summary>
    public long Seconds => GetUtcNow().ToUnixTimeSeconds();

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _ticks), TimeSpan.Zero);

    /// <summary>Moves it on.</summary>
    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}
