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
            $"{Host.Processor}, for gateway, mock upstream and wrk together",
            Host.System(storeDirectory),
            $"{VersionOf.Line("nginx", "-v").Replace("nginx version: ", "")}, {Wrk()}, Node {VersionOf.Line("node", "--version")}, "
                + $"Portkey's gateway {PackageVersion(portkeyDirectory)}, {RuntimeInformation.FrameworkDescription}",
            fareboxVersion,
        ]);

    private static string Wrk() => string.Join(' ', VersionOf.Line("wrk", "-v").Split(' ').Take(2));

    private static string PackageVersion(string portkeyDirectory)
    {
        using var lockFile = JsonDocument.Parse(File.ReadAllText(Path.Combine(portkeyDirectory, "package-lock.json")));
        var package = lockFile.RootElement.GetProperty("packages").GetProperty("node_modules/@portkey-ai/gateway");
        return package.GetProperty("version").GetString()!;
    }
}
