using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Farebox.Compare.Machine;

/// <summary>A server that the harness started. Disposing it ends it and everything that it started.</summary>
public sealed partial class ChildProcess : IDisposable
{
    private const int SigTerm = 15;
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    private readonly Process process;
    private readonly string logPath;

    private ChildProcess(Process process, string logPath)
    {
        this.process = process;
        this.logPath = logPath;
    }

    public int Id => process.Id;

    /// <summary>Everything that it printed so far; may hold a secret.</summary>
    public string Log => File.Exists(logPath) ? File.ReadAllText(logPath) : "";

    /// <summary>The end of that, fit to be shown: it says why, when something fails.</summary>
    public string LogTail => SecretPattern().Replace(Tail(Log), "sk-...");

    /// <summary>
    /// Starts <paramref name="program"/> in <paramref name="directory"/>. A shell puts the output into a file and then becomes
    /// the program, so that no work of the harness is spent on reading it during a run.
    /// </summary>
    public static ChildProcess Start(
        string directory, string program, IEnumerable<string> arguments, Action<IDictionary<string, string?>>? environment = null)
    {
        var logPath = Path.Combine(directory, "output.log");
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = directory };
        foreach (var argument in (string[])["-c", "log=$1; shift; exec \"$@\" >\"$log\" 2>&1", "sh", logPath, program, .. arguments])
            start.ArgumentList.Add(argument);
        environment?.Invoke(start.Environment);
        return new ChildProcess(Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start."), logPath);
    }

    /// <summary>Waits until <paramref name="probe"/> answers 200.</summary>
    /// <exception cref="InvalidOperationException">The process ended, or 30 seconds passed.</exception>
    public async Task ReadyAsync(Uri probe, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < TimeSpan.FromSeconds(30) && !process.HasExited)
        {
            if (await AnswersAsync(client, probe, cancellationToken)) return;
            await Task.Delay(50, cancellationToken);
        }

        throw new InvalidOperationException($"{probe} is not ready. Its output: {LogTail}");
    }

    public void Dispose()
    {
        // Asked first: nginx then ends its workers itself, and waits for them.
        if (!process.HasExited && Signal(process.Id, SigTerm) == 0 && !process.WaitForExit(StopLimit))
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        process.Dispose();
    }

    [GeneratedRegex("sk-[0-9A-Za-z]+")]
    private static partial Regex SecretPattern();

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int Signal(int processId, int signal);

    private static string Tail(string text) => text[Math.Max(0, text.Length - 2000)..];

    private static async Task<bool> AnswersAsync(HttpClient client, Uri probe, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.GetAsync(probe, cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (Exception error) when (error is HttpRequestException || !cancellationToken.IsCancellationRequested)
        {
            // Nothing listens yet, or it is too busy starting to answer in time: the caller asks again.
            return false;
        }
    }
}
