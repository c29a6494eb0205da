using System.Diagnostics;
using Farebox.Compare.Machine;

namespace Farebox.Compare.Loads;

/// <summary>Runs wrk with one thread against one target.</summary>
public sealed class Wrk(string workDirectory)
{
    /// <exception cref="InvalidOperationException">wrk could not run.</exception>
    public async Task<WrkResult> RunAsync(CallTarget target, int connections, int seconds, CancellationToken cancellationToken)
    {
        var script = Path.Combine(workDirectory, "load.lua");
        await File.WriteAllTextAsync(script, Script(target), cancellationToken);
        var start = new ProcessStartInfo("wrk") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
            ["--threads", "1", "--connections", $"{connections}", "--duration", $"{seconds}s", "--timeout", "30s", "--script", script];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.ArgumentList.Add(target.Address.ToString());
        using var process = Process.Start(start) ?? throw new InvalidOperationException("wrk did not start.");
        try
        {
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0
                ? WrkResult.Parse(output)
                : throw new InvalidOperationException($"wrk ended with {process.ExitCode}: {output} {await error}");
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }

    private static string Script(CallTarget target)
    {
        var headers = target.Headers.Append(new("Content-Type", "application/json"))
            .Select(header => $"wrk.headers[\"{header.Key}\"] = \"{header.Value}\"");
        return SetupFile.Fill("load.lua", ("headers", string.Join('\n', headers)), ("body", target.Body));
    }
}
