using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;

namespace Farebox.Server.Relay;

/// <summary>How large a call's body may be, how long it may take to arrive, and how much memory all bodies under way may take together.</summary>
internal sealed class BodyAllowance(FareboxOptions options, TimeProvider clock)
{
    private long _taken;

    /// <summary>Largest body.</summary>
    public int MaxBytes => options.MaxBodyBytes;

    /// <summary>Time for all of it.</summary>
    public int Seconds => options.RequestBodySeconds;

    /// <summary>Bytes of memory in use.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <summary>Begins the time of a body that is not there yet.</summary>
    public BodyDeadline Begin(HttpContext context) => new(context, options, clock);

    /// <summary>Whether there was memory. If so, <see cref="Give"/> of as much must follow.</summary>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= (long)options.MaxRequestMemoryMib << 20) return true;
        Give(bytes);
        return false;
    }

    /// <summary>Gives back.</summary>
    public void Give(long bytes) => Interlocked.Add(ref _taken, -bytes);
}
