using System.Text.RegularExpressions;
using Farebox.Compare.Machine;

namespace Farebox.Compare.Gateways;

/// <summary>Starts nginx from a template in <c>Setup/</c>, with a folder of its own; the machine's own nginx is left alone.</summary>
public static partial class NginxProgram
{
    private static readonly Lazy<string> Modules = new(() =>
        ModulesPath().Match(VersionOf.Output("nginx", "-V")) is { Success: true } match ? match.Groups[1].Value : "modules");

    public static ChildProcess Start(string directory, string template, int port, params ReadOnlySpan<(string, string)> values)
    {
        var configuration = SetupFile.Fill(template, [("port", $"{port}"), ("modules", Modules.Value), .. values]);
        File.WriteAllText(Path.Combine(directory, "nginx.conf"), configuration);
        return ChildProcess.Start(directory, "nginx", ["-p", directory, "-e", "error.log", "-c", "nginx.conf"]);
    }

    [GeneratedRegex(@"--modules-path=(\S+)")]
    private static partial Regex ModulesPath();
}
