using System.Globalization;
using Farebox.Contracts.Operating;

namespace Farebox.Server.Operating;

/// <summary>Whether there is room for what is to come.</summary>
internal static class DiskCheck
{
    private const long Gibibyte = 1L << 30;
    private const int LowPercent = 10;
    private const int LastPercent = 2;

    /// <summary>Of the disk with the data directory.</summary>
    public static HealthCheck Of(DriveInfo disk) => Of(disk.AvailableFreeSpace, disk.TotalSize);

    /// <summary>A tenth of it, or a gibibyte, should be free.</summary>
    public static HealthCheck Of(long free, long total)
    {
        var percent = total > 0 ? (int)(free * 100 / total) : 100;
        var room = string.Create(CultureInfo.InvariantCulture, $"{free / Gibibyte} GiB free, {percent} %");
        const string Action = "Make room: keep usage records and payloads for a shorter time, or move the data directory to a larger disk.";
        if (percent < LastPercent || free < Gibibyte / 4) return Finding.Failing("disk", $"The disk is nearly full: {room}.", Action, room);
        return percent < LowPercent && free < 20 * Gibibyte
            ? Finding.Warning("disk", $"The disk fills up: {room}.", Action, room)
            : Finding.Fine("disk", $"There is room on the disk: {room}.");
    }
}
