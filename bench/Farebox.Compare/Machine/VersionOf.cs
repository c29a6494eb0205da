using System.Diagnostics;

namespace Farebox.Compare.Machine;

/// <summary>What a program says about itself.</summary>
public static class VersionOf
{
    /// <summary>Everything that the program prints when run with <paramref name="arguments"/>.</summary>
    public static string Output(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        var error = process.StandardError.ReadToEndAsync();
        return process.StandardOutput.ReadToEnd() + error.GetAwaiter().GetResult();
    }

    /// <summary>The first line of that, without the space around it.</summary>
    public static string Line(string program, params string[] arguments) => Output(program, arguments).Trim().Split('\n')[0].Trim();
}
