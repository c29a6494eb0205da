using Farebox.Server.Tests.Credentials;
using Farebox.Server.Tests.Relay;
using Farebox.Testing.Server;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Limits;

/// <summary>A Farebox before a scripted upstream, on a clock that moves when a test says so.</summary>
public abstract class LimitTest : IAsyncLifetime
{
    protected const string OfOrganization = "/v1/organization/rate_limits";

    protected SteppedClock Clock { get; } = new();

    protected ScriptedUpstream Upstream { get; private set; } = null!;

    protected RunningFarebox Farebox { get; private set; } = null!;

    protected HttpClient Admin => Farebox.Admin;

    protected string OfProject => $"/v1/organization/projects/{Farebox.ProjectId}/rate_limits";

    public async ValueTask InitializeAsync()
    {
        Upstream = ScriptedUpstream.Start();
        Upstream.Always(Answers.ByStream(Answers.ChatStream(), Answers.Chat("Hello", new TokenUsage(20, 30))));
        Farebox = await RunningFarebox.StartAsync([Upstream], clock: Clock);
    }

    public async ValueTask DisposeAsync()
    {
        await Farebox.DisposeAsync();
        await Upstream.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected string OfKey(string keyId) => $"/v1/organization/projects/{Farebox.ProjectId}/api_keys/{keyId}/rate_limits";

    protected static string TierOf(string organizationId) => $"/v1/system/organizations/{organizationId}/tier";

    protected async Task<string> OrganizationIdAsync() => (await Farebox.GetAsync("/v1/organization")).GetProperty("id").GetString()!;

    /// <summary>A key, a client that sends it, and its id.</summary>
    protected async Task<(HttpClient Client, string Id, string Key)> NewKeyAsync(object? body = null)
    {
        var key = await Farebox.NewKeyAsync(body);
        var client = Farebox.With(key);
        return (client, (await RunningFarebox.SendAsync(client, HttpMethod.Get, "/v1/key", null)).GetProperty("key_id").GetString()!, key);
    }

    /// <summary>Sets limits on all models, or on one.</summary>
    internal Task<Reply> LimitAsync(string path, object limits, string model = "*") => Admin.Post($"{path}/rl-{model}", limits).Expect(200);

    internal static async Task<int> StatusAsync(HttpClient client, string more = "") => (await client.PostAsync(Calls.Body(more))).Status;
}
