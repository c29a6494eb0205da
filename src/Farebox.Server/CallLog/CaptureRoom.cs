using Farebox.Server.Platform.Options;

namespace Farebox.Server.CallLog;

/// <summary>Memory for payloads that are being captured or wait to be written, shared by all calls.</summary>
internal sealed class CaptureRoom(FareboxOptions options)
{
    private readonly long _limit = (long)options.CallLogMaxPendingMib << 20;
    private long _taken;

    /// <summary>Bytes held now.</summary>
    public long Taken => Volatile.Read(ref _taken);

    /// <summary>Takes so many bytes, or none.</summary>
    public bool TryTake(int bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= _limit) return true;
        Interlocked.Add(ref _taken, -bytes);
        return false;
    }

    /// <summary>Gives bytes back.</summary>
    public void Give(long bytes) => Interlocked.Add(ref _taken, -bytes);
}
