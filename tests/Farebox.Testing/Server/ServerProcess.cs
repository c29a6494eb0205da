using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using Farebox.Kernel.Credentials;
using Farebox.Testing.Upstream;

namespace Farebox.Testing.Server;

/// <summary>
/// <c>farebox serve</c>, or another program that hosts Farebox, as a process of its own, which can be killed. Start it again on the same
/// folder to see what it left.
/// </summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly TextWriter? log;

    private ServerProcess(Process process, Uri baseUrl, string adminKey, LineWatch output, TextWriter? log)
    {
        (this.process, BaseUrl, Output, this.log) = (process, baseUrl, output, log);
        Admin = new HttpClient { BaseAddress = baseUrl, Timeout = Patience.Limit };
        Admin.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", adminKey);
    }

    /// <summary>Without <c>/v1</c>.</summary>
    public Uri BaseUrl { get; }

    /// <summary>Acts with the operator's admin key.</summary>
    public HttpClient Admin { get; }

    /// <summary>What it wrote to its standard output and standard error.</summary>
    public LineWatch Output { get; }

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => process.HasExited;

    /// <summary>Id of the operating system's.</summary>
    public int Id => process.Id;

    /// <summary>A key to give to each start on one folder.</summary>
    public static string NewAdminKey() => TestRecords.Secret(KeyText.NewAdminKey());

    /// <summary>Starts and returns once it is ready.</summary>
    /// <param name="settings">Further options, by their environment names, and other variables; an empty value takes one away.</param>
    /// <param name="program">A program built beside the tests, and its arguments; <c>farebox serve</c> when null.</param>
    public static async Task<ServerProcess> StartAsync(
        string dataFolder, string adminKey, IReadOnlyDictionary<string, string>? settings = null, IReadOnlyList<string>? program = null)
    {
        var port = FreePort();
        program ??= ["farebox.dll", "serve"];
        var start = FareboxProgram.StartInfo(program);
        start.Environment["FAREBOX_LISTEN"] = $"http://127.0.0.1:{port}";
        start.Environment["FAREBOX_DATA"] = dataFolder;
        start.Environment["FAREBOX_ADMIN_KEY"] = adminKey;
        start.Environment["FAREBOX_DETECT_UPSTREAMS"] = "false";
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
        {
            if (value.Length > 0) start.Environment[name] = value;
            else start.Environment.Remove(name);
        }

        var path = TestRecords.NewLogPath("process");
        var log = path is null ? null : TextWriter.Synchronized(new StreamWriter(path) { AutoFlush = true });
        var process = Process.Start(start)!;
        var output = new LineWatch();
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new ServerProcess(process, new Uri($"http://127.0.0.1:{port}"), adminKey, output, log);
        await server.WaitUntilReadyAsync();
        return server;

        void Keep(string? line)
        {
            if (line is null) return;
            output.Add(line);
            log?.WriteLine(line);
        }
    }

    /// <summary>SIGKILL, and returns once it is gone.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>SIGTERM; returns the exit status.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync().WaitAsync(Patience.Limit);
        return process.ExitCode;
    }

    /// <summary>Reads JSON as the admin.</summary>
    public async Task<JsonElement> GetAsync(string path) => await RunningFarebox.SendAsync(Admin, HttpMethod.Get, path, null);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        if (!process.HasExited) await KillAsync();
        process.Dispose();
        log?.Dispose();
    }

    /// <summary>One that nobody listened on a moment ago.</summary>
    public static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task WaitUntilReadyAsync()
    {
        using var patience = new CancellationTokenSource(Patience.Limit);
        while (true)
        {
            if (process.HasExited) throw new InvalidOperationException($"farebox serve ended with status {process.ExitCode} before it was ready.");
            try
            {
                using var response = await Admin.GetAsync(new Uri("/readyz", UriKind.Relative), patience.Token);
                if (response.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet; there is no event to wait for across processes.
                await Task.Delay(20, patience.Token);
            }
        }
    }
}
