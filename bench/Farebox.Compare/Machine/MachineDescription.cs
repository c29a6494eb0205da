using System.Runtime.InteropServices;
using System.Text.Json;

namespace Farebox.Compare.Machine;

/// <summary>What the figures were measured on and with. Holds no host name and no path.</summary>
/// <param name="Date">When the comparison began.</param>
/// <param name="Lines">One fact each.</param>
public sealed record MachineDescription(DateTimeOffset Date, IReadOnlyList<string> Lines)
{
    /// <param name="storeDirectory">A folder on the disk that Farebox's store is on.</param>
    /// <param name="fareboxVersion">What was measured as Farebox.</param>
    /// <param name="portkeyDirectory">Where Portkey's gateway is installed.</param>
    public static MachineDescription Read(string storeDirectory, string fareboxVersion, string portkeyDirectory) => new(
        TimeProvider.System.GetUtcNow(),
        [
            $"{Cpu()}, {Environment.ProcessorCount} cores for gateway, mock upstream and wrk together; "
                + $"{MemoryGibibytes():0} GiB of memory",
            $"Linux {File.ReadAllText("/proc/sys/kernel/osrelease").Trim()}, store on {FileSystem(storeDirectory)}",
            $"{VersionOf.Line("nginx", "-v").Replace("nginx version: ", "")}, {Wrk()}, Node {VersionOf.Line("node", "--version")}, "
                + $"Portkey's gateway {PackageVersion(portkeyDirectory)}, {RuntimeInformation.FrameworkDescription}",
            $"Farebox {fareboxVersion}",
        ]);

    private static string Cpu() =>
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line
            ? line.Split(':')[1].Trim()
            : RuntimeInformation.OSArchitecture.ToString();

    private static double MemoryGibibytes() =>
        long.Parse(File.ReadLines("/proc/meminfo").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) / 1024.0 / 1024.0;

    private static string FileSystem(string directory) => DriveInfo.GetDrives()
        .Where(drive => directory.StartsWith(drive.Name, StringComparison.Ordinal))
        .MaxBy(drive => drive.Name.Length)?.DriveFormat ?? "an unknown file system";

    private static string Wrk() => string.Join(' ', VersionOf.Line("wrk", "-v").Split(' ').Take(2));

    private static string PackageVersion(string portkeyDirectory)
    {
        using var lockFile = JsonDocument.Parse(File.ReadAllText(Path.Combine(portkeyDirectory, "package-lock.json")));
        var package = lockFile.RootElement.GetProperty("packages").GetProperty("node_modules/@portkey-ai/gateway");
        return package.GetProperty("version").GetString()!;
    }
}
