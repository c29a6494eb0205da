using Farebox.Server.Tests.Relay;
using Farebox.Testing.Server;

namespace Farebox.Server.Tests.Upstreams.Http;

/// <summary>A <c>farebox serve</c> with an environment of its own: who its proxy is and whom it trusts is read once per process.</summary>
internal sealed class CallingProcess : IAsyncDisposable
{
    private static readonly string[] ProxyNames = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"];

    private readonly string _data = Directory.CreateTempSubdirectory("farebox-calls-").FullName;
    private HttpClient? _client;

    private CallingProcess()
    {
    }

    public ServerProcess Server { get; private set; } = null!;

    public static async Task<CallingProcess> StartAsync(params (string Name, string Value)[] environment)
    {
        // Nothing of the machine's own proxies.
        var settings = ProxyNames.Concat(ProxyNames.Select(name => name.ToLowerInvariant())).ToDictionary(name => name, _ => "");
        foreach (var (name, value) in environment) settings[name] = value;
        var process = new CallingProcess();
        process.Server = await ServerProcess.StartAsync(process._data, ServerProcess.NewAdminKey(), settings);
        return process;
    }

    /// <summary>Calls a model of its own name at a provider that is added for it.</summary>
    public async Task<CallResult> CallAsync(string model, string baseUrl)
    {
        var upstream = new { name = model, kind = "openai", base_url = baseUrl, models = new[] { model }, free = true };
        await RunningFarebox.SendAsync(Server.Admin, HttpMethod.Post, "/v1/system/upstreams", upstream);
        _client ??= await ConnectAsync();
        return await _client.PostAsync(Calls.Body(model: model));
    }

    /// <summary>What the operator reads about the provider of a model.</summary>
    public async Task<string?> LastErrorAsync(string model)
    {
        var upstreams = await Server.GetAsync("/v1/system/upstreams");
        return upstreams.GetProperty("data").EnumerateArray().Single(upstream => upstream.GetProperty("name").GetString() == model)
            .GetProperty("last_error").GetString();
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        await Server.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    private async Task<HttpClient> ConnectAsync()
    {
        var project = (await Server.GetAsync("/v1/organization/projects")).GetProperty("data")[0].GetProperty("id").GetString();
        var key = await RunningFarebox.SendAsync(
            Server.Admin, HttpMethod.Post, $"/v1/organization/projects/{project}/api_keys", new { name = "test" });
        var client = new HttpClient { BaseAddress = Server.BaseUrl };
        client.DefaultRequestHeaders.Authorization = new("Bearer", TestRecords.Secret(key.GetProperty("value").GetString()!));
        return client;
    }
}
