using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Farebox.Contracts;
using Farebox.Contracts.Usage;
using Farebox.Kernel.Credentials;
using Farebox.Kernel.Ledger;
using Farebox.Kernel.Money;
using Farebox.Server;
using Farebox.Server.Ledger;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;
using Farebox.Testing.Upstream;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Farebox.Testing.Server;

/// <summary>A real Farebox: real Kestrel on a random loopback port, real SQLite in a folder of its own, deleted at the end.</summary>
public sealed class RunningFarebox : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly List<HttpClient> clients = [];
    private readonly bool ownsData;

    private RunningFarebox(WebApplication app, FareboxOptions options, FileLogs logs, bool ownsData)
    {
        (this.app, Options, Logs, this.ownsData) = (app, options, logs, ownsData);
        BaseUrl = new Uri(app.Urls.First());
        Admin = With(options.AdminKey);
    }

    public FareboxOptions Options { get; }

    public FileLogs Logs { get; }

    /// <summary>Without <c>/v1</c>.</summary>
    public Uri BaseUrl { get; }

    /// <summary>Acts with the operator's admin key.</summary>
    public HttpClient Admin { get; }

    /// <summary>Services of the running server, for what no wire tells.</summary>
    public IServiceProvider Services => app.Services;

    /// <summary>Id of project <c>default</c>.</summary>
    public string ProjectId { get; private set; } = "";

    /// <summary>Starts one; its upstreams are those given, in order, and eliza.</summary>
    /// <param name="services">Registered before Farebox's own, which give way: the environment that is read, say.</param>
    public static async Task<RunningFarebox> StartAsync(
        IReadOnlyList<ScriptedUpstream>? upstreams = null, Action<FareboxOptions>? options = null, TimeProvider? clock = null,
        Action<IServiceCollection>? services = null)
    {
        var chosen = new FareboxOptions
        {
            Listen = ["http://127.0.0.1:0"],
            Data = Path.Combine(Path.GetTempPath(), "farebox-test-" + Path.GetRandomFileName()),
            AdminKey = TestRecords.Secret(KeyText.NewAdminKey()),
            DetectUpstreams = false,
            LogLevel = "debug",
        };
        options?.Invoke(chosen);
        var logs = new FileLogs(TestRecords.NewLogPath("server"));
        var ownsData = !Directory.Exists(chosen.Data);
        var app = FareboxApp.Build(chosen, builder =>
        {
            builder.Logging.ClearProviders().AddProvider(logs);

            // Hundreds of tests make accounts, and none looks for how long a password takes: what it takes elsewhere has a test of its own.
            builder.Services.PostConfigure<PasswordHasherOptions>(hasher => hasher.IterationCount = 1_000);
            if (clock is not null) builder.Services.AddSingleton(clock);
            services?.Invoke(builder.Services);
        });
        await app.StartAsync();
        var server = new RunningFarebox(app, chosen, logs, ownsData);
        server.ProjectId = (await server.GetAsync("/v1/organization/projects")).GetProperty("data")[0].GetProperty("id").GetString()!;
        await LiftLimitsAsync(server.Admin);
        for (var i = 0; i < (upstreams?.Count ?? 0); i++) await server.AddUpstreamAsync($"scripted-{i}", upstreams![i]);
        return server;
    }

    /// <summary>Gives the organization <c>default</c> limits that are on and that no test reaches.</summary>
    public static async Task LiftLimitsAsync(HttpClient admin)
    {
        var organization = await SendAsync(admin, HttpMethod.Get, "/v1/organization", null);
        await SendAsync(admin, HttpMethod.Post, $"/v1/system/organizations/{organization.GetProperty("id").GetString()}/tier", new
        {
            max_requests_per_1_minute = 1_000_000_000_000, max_tokens_per_1_minute = 1_000_000_000_000,
        });
    }

    /// <summary>Connects an upstream, with a credential of its own; its models cost nothing until <see cref="PriceAsync"/> says otherwise.</summary>
    public async Task<string> AddUpstreamAsync(string name, ScriptedUpstream upstream, bool asksUsage = true, bool free = true)
    {
        var added = await SendAsync(Admin, HttpMethod.Post, "/v1/system/upstreams", new
        {
            name, kind = "openai", base_url = upstream.BaseUrl, api_key = TestRecords.Secret("sk-upstream-" + Path.GetRandomFileName()), asks_usage = asksUsage,
            free,
        });
        return added.GetProperty("id").GetString()!;
    }

    /// <summary>Sets a model's price from now on.</summary>
    public Task PriceAsync(object price) => SendAsync(Admin, HttpMethod.Post, "/v1/system/prices", price);

    /// <summary>Adds to the credit of the organization <c>default</c>.</summary>
    public async Task GrantAsync(string usd)
    {
        var account = await CreditAsync();
        var ids = app.Services.GetRequiredService<IdSource>();
        await app.Services.GetRequiredService<LedgerBook>().WriteAsync(Actor.Server, account, (_, trail, credit) =>
        {
            trail.Add(TestAudit.Entry);
            return credit.Add(ids.Next(), ContraAccount.GrantedCredit, NanoUsd.Parse(usd).Value);
        });
    }

    /// <summary>The credit of the organization <c>default</c>: what is there, and how much of it is reserved.</summary>
    public async Task<(NanoUsd Balance, NanoUsd Reserved)> BalanceAsync()
    {
        var counters = await app.Services.GetRequiredService<LedgerBook>().ReadAsync(await CreditAsync());
        return (new NanoUsd(counters.Posted), new NanoUsd(counters.DebitsPending));
    }

    /// <summary>Where the console's first account is made, its code included; null once there is one.</summary>
    public Task<string?> FindSetUpAddressAsync() => FareboxApp.FindSetUpAddressAsync(app);

    /// <summary>Makes an API key in project <c>default</c>.</summary>
    public async Task<string> NewKeyAsync(object? body = null)
    {
        var key = await SendAsync(Admin, HttpMethod.Post, $"/v1/organization/projects/{ProjectId}/api_keys", body ?? new { name = "test" });
        return TestRecords.Secret(key.GetProperty("value").GetString()!);
    }

    /// <summary>Mints an access token.</summary>
    public async Task<string> NewTokenAsync(string credential, object? body = null)
    {
        var token = await SendAsync(With(credential), HttpMethod.Post, "/v1/tokens", body ?? new { });
        return TestRecords.Secret(token.GetProperty("access_token").GetString()!);
    }

    /// <summary>A client that sends this credential.</summary>
    public HttpClient With(string? credential)
    {
        var client = new HttpClient(new SocketsHttpHandler { ResponseDrainTimeout = TimeSpan.Zero }) { BaseAddress = BaseUrl, Timeout = Patience.Limit };
        if (credential is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", credential);
        lock (clients) clients.Add(client);
        return client;
    }

    /// <summary>Reads JSON as the admin.</summary>
    public Task<JsonElement> GetAsync(string path) => SendAsync(Admin, HttpMethod.Get, path, null);

    /// <summary>Sends and expects success.</summary>
    public static async Task<JsonElement> SendAsync(HttpClient client, HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException($"{method} {path}: {(int)response.StatusCode} {text}");
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>
    /// The usage record of a call. A call whose client stayed to the end has it by then; for one whose client left, it is asked for again
    /// until it is there.
    /// </summary>
    public async Task<RequestLog> RecordAsync(string requestId)
    {
        using var patience = new CancellationTokenSource(Patience.Limit);
        while (true)
        {
            using var response = await Admin.GetAsync(new Uri($"/v1/organization/request_logs/{requestId}", UriKind.Relative), patience.Token);
            if (response.IsSuccessStatusCode) return (await response.Content.ReadFromJsonAsync<RequestLog>(FareboxJson.Options, patience.Token))!;
        }
    }

    /// <summary>Every usage record, newest first, up to 100.</summary>
    public async Task<IReadOnlyList<RequestLog>> RecordsAsync() =>
        (await Admin.GetFromJsonAsync<ListPage<RequestLog>>("/v1/organization/request_logs?limit=100", FareboxJson.Options))!.Data;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients) client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        Logs.Dispose();
        if (ownsData) Directory.Delete(Options.Data, recursive: true);
    }

    private async Task<AccountHandle> CreditAsync()
    {
        var organization = await GetAsync("/v1/organization");
        return AccountHandle.Credit(organization.GetProperty("id").GetString()!);
    }
}
