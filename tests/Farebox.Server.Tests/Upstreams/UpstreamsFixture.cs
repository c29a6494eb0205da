using Farebox.Contracts.Upstreams;
using Farebox.Server.Snapshots;
using Farebox.Server.Upstreams;
using Farebox.Testing.Server;
using Farebox.Testing.Upstream;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.Upstreams;

/// <summary>A Farebox with nothing but eliza, which can be started again on the same folder; and a provider to connect.</summary>
public abstract class UpstreamsFixture : IAsyncLifetime
{
    protected const string Path = "/v1/system/upstreams";

    private readonly string _data = Directory.CreateTempSubdirectory("farebox-upstreams-").FullName;
    private string? _adminKey;

    protected ScriptedUpstream Provider { get; } = ScriptedUpstream.Start();

    protected RunningFarebox Farebox { get; private set; } = null!;

    /// <summary>What the server reads instead of the process's environment; null leaves detection off.</summary>
    protected Dictionary<string, string>? Variables { get; set; }

    /// <summary>The server's clock from its next start on; null is the real one.</summary>
    protected TimeProvider? Clock { get; set; }

    protected UpstreamRegistry Registry => Farebox.Services.GetRequiredService<UpstreamRegistry>();

    protected UpstreamDiscovery Discovery => Farebox.Services.GetRequiredService<UpstreamDiscovery>();

    protected CatalogSnapshot Snapshot => Farebox.Services.GetRequiredService<SnapshotSource>().Current;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A base URL at which nobody listens.</summary>
    protected static string NowhereUrl => "http://127.0.0.1:1/v1";

    public async ValueTask InitializeAsync() => await StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Farebox.DisposeAsync();
        await Provider.DisposeAsync();
        Directory.Delete(_data, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected async Task RestartAsync()
    {
        await Farebox.DisposeAsync();
        await StartAsync();
    }

    protected Task<Upstream> AddAsync(string name = "one", string? apiKey = null, string? baseUrl = null) =>
        Farebox.PostAsync<Upstream>(Path, new { name, base_url = baseUrl ?? Provider.BaseUrl.ToString(), api_key = apiKey });

    protected Task<Upstream> ShowAsync(string id) => Farebox.GetAsync<Upstream>($"{Path}/{id}");

    /// <summary>Every file of the data directory, with what the write-ahead log holds.</summary>
    protected IEnumerable<byte[]> DataFiles() => Directory.EnumerateFiles(_data, "farebox.db*").Select(file =>
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    });

    private async Task StartAsync()
    {
        var variables = Variables;
        Farebox = await RunningFarebox.StartAsync(
            options: options =>
            {
                options.Data = _data;
                options.AdminKey = _adminKey ??= options.AdminKey;
                options.DetectUpstreams = variables is not null;
            },
            clock: Clock,
            services: services => services.AddSingleton<ReadEnvironment>(name => variables?.GetValueOrDefault(name)));
    }
}
