using System.Diagnostics;

namespace Farebox.Compare.Machine;

/// <summary>What one durable write costs on the disk that Farebox's store is on.</summary>
public static class DataFlush
{
    private const int Writes = 200;

    /// <summary>Median of <see cref="Writes"/> appends of 4 KiB, each flushed to the disk, in microseconds.</summary>
    public static double MedianMicroseconds(string directory)
    {
        var path = Path.Combine(directory, "flush.bin");
        var block = new byte[4096];
        var times = new double[Writes];
        using (var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write))
        {
            for (var index = 0; index < Writes; index++)
            {
                var start = Stopwatch.GetTimestamp();
                RandomAccess.Write(file, block, (long)index * block.Length);
                RandomAccess.FlushToDisk(file);
                times[index] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            }
        }

        File.Delete(path);
        return Median.Of(times);
    }
}
