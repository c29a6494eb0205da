using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Farebox.Compare.Machine;
using Farebox.Kernel.Credentials;

namespace Farebox.RecordsBench.Asking;

/// <summary><c>farebox serve</c> as a process of its own on the store that was filled.</summary>
internal sealed partial class ServerUnderTest : IDisposable
{
    private readonly Process _process;
    private readonly HttpClient _client;
    private readonly Task<Uri> _setUp;

    private ServerUnderTest(Process process, HttpClient client, TimeSpan readyAfter, Task<Uri> setUp) =>
        (_process, _client, ReadyAfter, _setUp) = (process, client, readyAfter, setUp);

    /// <summary>From the process's start to the first 200 of <c>/readyz</c>.</summary>
    public TimeSpan ReadyAfter { get; }

    /// <summary>Resident memory, and the most that it was, MiB.</summary>
    public (double Now, double Most) MemoryMib
    {
        get
        {
            var lines = File.ReadAllLines($"/proc/{_process.Id}/status");
            return (Of("VmRSS:"), Of("VmHWM:"));

            double Of(string name) => long.Parse(
                Array.Find(lines, line => line.StartsWith(name, StringComparison.Ordinal))!.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) / 1024.0;
        }
    }

    /// <summary>User and system time so far, in steps of 10 ms.</summary>
    public double CpuMs => ProcessCpu.Microseconds(_process.Id) / 1000.0;

    /// <summary>Where the operator's account is made; it never comes when there is one.</summary>
    public Task<Uri> SetUpAddress(CancellationToken cancellationToken) => _setUp.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);

    public static async Task<ServerUnderTest> StartAsync(string folder, string organizationId, CancellationToken cancellationToken)
    {
        var (port, key) = (FreePort.Find(), KeyText.NewAdminKey());
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "farebox.dll"), "serve", "--log-level", "error"]);
        start.Environment["FAREBOX_LISTEN"] = $"http://127.0.0.1:{port}";
        start.Environment["FAREBOX_DATA"] = folder;
        start.Environment["FAREBOX_ADMIN_KEY"] = key;
        start.Environment["FAREBOX_DETECT_UPSTREAMS"] = "false";
        start.RedirectStandardOutput = true;
        var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromMinutes(2) };
        client.DefaultRequestHeaders.Add("Authorization", $"Bearer {key}");
        client.DefaultRequestHeaders.Add("OpenAI-Organization", organizationId);
        var watch = Stopwatch.StartNew();
        var process = Process.Start(start)!;
        var setUp = ReadSetUpAsync(process.StandardOutput);
        while (!await IsReadyAsync(client, cancellationToken))
        {
            if (process.HasExited || watch.Elapsed > TimeSpan.FromMinutes(2)) throw new InvalidOperationException("farebox serve does not start.");
            await Task.Delay(10, cancellationToken);
        }

        return new ServerUnderTest(process, client, watch.Elapsed, setUp);
    }

    /// <summary>Milliseconds until the whole answer is here.</summary>
    public async Task<(double Milliseconds, int Bytes)> AskAsync(Question question, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        using var response = await _client.GetAsync(question.Path, cancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var took = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        var expected = question.Name.EndsWith(": 400)", StringComparison.Ordinal) ? HttpStatusCode.BadRequest : HttpStatusCode.OK;
        return response.StatusCode == expected
            ? (took, body.Length)
            : throw new InvalidOperationException($"{question.Path} gave {(int)response.StatusCode}: {System.Text.Encoding.UTF8.GetString(body)}");
    }

    public void Dispose()
    {
        using (var stop = Process.Start("kill", ["-TERM", $"{_process.Id}"])) stop.WaitForExit();
        _process.WaitForExit();
        _process.Dispose();
        _client.Dispose();
    }

    // Reads on behind it, so that the server never waits for a reader.
    private static Task<Uri> ReadSetUpAsync(StreamReader output)
    {
        var found = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = Task.Run(async () =>
        {
            while (await output.ReadLineAsync() is { } line)
            {
                if (SetUp().Match(line) is { Success: true } match) found.TrySetResult(new Uri(match.Value));
            }
        });
        return found.Task;
    }

    [GeneratedRegex(@"http://\S+/console/set-up\?code=\S+")]
    private static partial Regex SetUp();

    private static async Task<bool> IsReadyAsync(HttpClient client, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.GetAsync("/readyz", cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // Not listening yet.
            return false;
        }
    }
}
