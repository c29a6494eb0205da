using System.Runtime.InteropServices;

namespace Farebox.Compare.Machine;

/// <summary>The machine in words. Holds no host name and no path.</summary>
public static class Host
{
    /// <summary>Processor, cores and memory.</summary>
    public static string Processor => $"{Cpu()}, {Environment.ProcessorCount} cores; {MemoryGibibytes():0} GiB of memory";

    /// <summary>Operating system, and the file system that a store is on.</summary>
    public static string System(string storeDirectory) =>
        $"Linux {File.ReadAllText("/proc/sys/kernel/osrelease").Trim()}, store on {FileSystem(storeDirectory)}";

    private static string Cpu() =>
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line
            ? line.Split(':')[1].Trim()
            : RuntimeInformation.OSArchitecture.ToString();

    private static double MemoryGibibytes() =>
        long.Parse(File.ReadLines("/proc/meminfo").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) / 1024.0 / 1024.0;

    private static string FileSystem(string directory) => DriveInfo.GetDrives()
        .Where(drive => directory.StartsWith(drive.Name, StringComparison.Ordinal))
        .MaxBy(drive => drive.Name.Length)?.DriveFormat ?? "an unknown file system";
}
