using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Farebox.Testing.Server;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Crash;

/// <summary>
/// A server process before a scripted upstream, with credit and a model that costs 0.001 USD a call. Takes note of every answer of which
/// a client saw something.
/// </summary>
internal sealed class PaidServer : IAsyncDisposable
{
    public const string Model = "gpt-4o-mini";

    private readonly string _data;
    private readonly string _adminKey = ServerProcess.NewAdminKey();

    private PaidServer(string data) => _data = data;

    public ServerProcess Process { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    public string Key { get; private set; } = "";

    /// <summary>Ids of calls that were answered with 200.</summary>
    public ConcurrentDictionary<string, bool> Seen { get; } = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<PaidServer> StartAsync(string data, ScriptedUpstream upstream)
    {
        upstream.Always(Answers.ByStream(Answers.ChatStream(), Answers.Chat()));
        var server = new PaidServer(data);
        await server.StartAsync();
        await server.SetUpAsync(upstream);
        return server;
    }

    /// <summary>Starts a process on the same folder, or on another one.</summary>
    public async Task StartAsync(string? data = null)
    {
        Process = await ServerProcess.StartAsync(data ?? _data, _adminKey);
        Client = new HttpClient { BaseAddress = Process.BaseUrl, Timeout = Patience.Limit };
        if (Key.Length > 0) UseKey();
    }

    /// <summary>Calls, and notes an answer.</summary>
    public async Task<(int Status, string Body, HttpResponseMessage Response)> CallAsync(bool stream = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent(
                $$"""{"model":"{{Model}}","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"x"}]}""", Encoding.UTF8, "application/json"),
        };
        var response = await Client.SendAsync(request, Cancellation);
        var body = await response.Content.ReadAsStringAsync(Cancellation);
        if (response.IsSuccessStatusCode) Seen[response.Headers.GetValues("x-request-id").Single()] = stream;
        return ((int)response.StatusCode, body, response);
    }

    /// <summary>Clients that call, every second one for streams, until they are refused or told to stop. Anything but 200 and 503 is thrown.</summary>
    public Task LoadAsync(int clients, CancellationToken stop = default) => Task.WhenAll(Enumerable.Range(0, clients).Select(async number =>
    {
        while (!stop.IsCancellationRequested)
        {
            var (status, body, _) = await CallAsync(stream: number % 2 == 0);
            if (status == 503) return;
            if (status != 200) throw new InvalidOperationException($"{status} {body}");
        }
    }));

    /// <summary>Every call that a client saw is on record, charged, and nothing else is.</summary>
    public async Task AssertAllOnRecordAsync()
    {
        var charged = new HashSet<string>();
        for (var after = ""; ;)
        {
            var page = await Process.GetAsync($"/v1/organization/request_logs?limit=100{after}");
            foreach (var row in page.GetProperty("data").EnumerateArray().Where(row => row.GetProperty("status").GetInt32() == 200))
                Assert.True(charged.Add(row.GetProperty("id").GetString()!));
            if (!page.GetProperty("has_more").GetBoolean()) break;
            after = "&after=" + page.GetProperty("last_id").GetString();
        }

        Assert.Empty(Seen.Keys.Except(charged));
        Assert.Empty(charged.Except(Seen.Keys));
        Assert.Equal(1000m - (charged.Count * 0.001m), decimal.Parse(await BalanceAsync(), System.Globalization.CultureInfo.InvariantCulture));
    }

    public async Task<string> BalanceAsync() =>
        (await Process.GetAsync("/v1/organization/credit_balance")).GetProperty("available_usd").GetString()!;

    /// <summary>Runs <c>farebox verify-ledger</c> and expects a sound store; returns its report.</summary>
    public static async Task<JsonElement> VerifyAsync(string data)
    {
        var result = await FareboxProgram.RunAsync(Cancellation, "verify-ledger", "--data", data, "--json");
        Assert.True(result.Status == 0, result.Out + result.Error);
        return JsonSerializer.Deserialize<JsonElement>(result.Out);
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        if (Process is not null) await Process.DisposeAsync();
    }

    private async Task SetUpAsync(ScriptedUpstream upstream)
    {
        await RunningFarebox.LiftLimitsAsync(Process.Admin);
        await PostAsync("/v1/system/upstreams", new { name = "scripted", kind = "openai", base_url = upstream.BaseUrl, free = true });
        await PostAsync("/v1/system/prices", new { model = Model, per_request = "0.001" });
        await PostAsync("/v1/organization/credit_grants", new { amount_usd = "1000" });
        var project = (await Process.GetAsync("/v1/organization/projects")).GetProperty("data")[0].GetProperty("id").GetString();
        var key = await PostAsync($"/v1/organization/projects/{project}/api_keys", new { name = "load" });
        Key = TestRecords.Secret(key.GetProperty("value").GetString()!);
        UseKey();
    }

    private void UseKey() => Client.DefaultRequestHeaders.Authorization = new("Bearer", Key);

    private Task<JsonElement> PostAsync(string path, object body) => RunningFarebox.SendAsync(Process.Admin, HttpMethod.Post, path, body);
}
