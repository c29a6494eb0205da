using System.Diagnostics;
using System.Net;
using Farebox.Compare.Machine;
using Farebox.Kernel.Credentials;

namespace Farebox.RecordsBench.Asking;

/// <summary><c>farebox serve</c> as a process of its own on the store that was filled.</summary>
internal sealed class ServerUnderTest : IDisposable
{
    private readonly Process _process;
    private readonly HttpClient _client;

    private ServerUnderTest(Process process, HttpClient client, TimeSpan readyAfter) => (_process, _client, ReadyAfter) = (process, client, readyAfter);

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
        while (!await IsReadyAsync(client, cancellationToken))
        {
            if (process.HasExited || watch.Elapsed > TimeSpan.FromMinutes(2)) throw new InvalidOperationException("farebox serve does not start.");
            await Task.Delay(10, cancellationToken);
        }

        return new ServerUnderTest(process, client, watch.Elapsed);
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
