using System.Diagnostics;
using Farebox.Testing.Upstream;

namespace Farebox.Testing.Server;

/// <summary>What a run of <c>farebox</c> ended with.</summary>
public sealed record ProgramResult(int Status, string Out, string Error);

/// <summary>Runs <c>farebox</c>, built beside the tests, as a process of its own, without any setting of the machine's.</summary>
public static class FareboxProgram
{
    /// <summary>Runs a command line to its end.</summary>
    public static Task<ProgramResult> RunAsync(CancellationToken cancellationToken, params string[] arguments) =>
        RunAsync(new Dictionary<string, string>(), cancellationToken, arguments);

    /// <summary>Runs a command line to its end, with environment variables.</summary>
    public static async Task<ProgramResult> RunAsync(
        IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken, params string[] arguments)
    {
        var start = StartInfo(["farebox.dll", .. arguments]);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken).WaitAsync(Patience.Limit * 2, cancellationToken);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            process.Kill();
            throw;
        }

        return new ProgramResult(process.ExitCode, await output, await error);
    }

    internal static ProcessStartInfo StartInfo(IReadOnlyList<string> program)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, program[0]), .. program.Skip(1)])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("FAREBOX_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        return start;
    }
}
