using System.Buffers.Binary;
using Farebox.Server.Platform;

namespace Farebox.Server.UsageLog;

/// <summary>
/// Bounds on request ids that hold every call of a span of time. An id's first 48 bits are the milliseconds at which it was made, just
/// before the call's start was noted: the bounds let an index find the rows, and a comparison of <c>started_at</c> decides.
/// </summary>
internal static class RequestIdRange
{
    // Ids are made microseconds before the start is read; a pause or a clock that is being set may come between.
    private const long SlackMs = 60_000;

    /// <summary>No id is of this millisecond.</summary>
    public const long MaxMs = (1L << 48) - 1;

    /// <summary>No id of a call that started at <paramref name="ms"/> or later is below this.</summary>
    public static byte[] From(long ms) => First(ms > SlackMs ? ms - SlackMs : 0);

    /// <summary>No id of a call that started before <paramref name="ms"/> is at or above this.</summary>
    public static byte[] To(long ms) => First(ms < MaxMs - SlackMs ? ms + SlackMs : MaxMs);

    /// <summary>The first of all ids of this millisecond.</summary>
    public static byte[] At(long ms) => First(ms);

    /// <summary>The milliseconds at which an id was made.</summary>
    public static long MsOf(ReadOnlySpan<byte> id) => (long)(BinaryPrimitives.ReadUInt64BigEndian(id) >> 16);

    /// <summary>The milliseconds at which an id was made.</summary>
    public static long MsOf(RequestId id) => (long)(ulong)(id.Value >> 80);

    private static byte[] First(long ms) => new RequestId((UInt128)(ulong)Math.Clamp(ms, 0, MaxMs) << 80).ToBytes();
}
