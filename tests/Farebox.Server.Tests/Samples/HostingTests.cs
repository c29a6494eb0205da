using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Farebox.Testing.Server;

namespace Farebox.Server.Tests.Samples;

/// <summary>The sample in samples/Hosting, as a process: an application of one's own with Farebox in it.</summary>
public sealed class HostingTests(HostingSample sample) : IClassFixture<HostingSample>
{
    [Theory]
    [InlineData("/", "This is the application's own page.")]
    [InlineData("/v1/hello", "A route of the application's, in the midst of Farebox's.")]
    public async Task Host_ServesItsOwnRoutes_UntouchedByFarebox(string path, string text)
    {
        using var response = await sample.Stranger.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(text, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.False(response.Headers.Contains("x-request-id"));
    }

    [Fact]
    public async Task Host_ServesFareboxsHealth_WithItsRequestId()
    {
        using var response = await sample.Stranger.GetAsync(new Uri("/healthz", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.StartsWith("req_", response.Headers.GetValues("x-request-id").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ModelCall_ToEliza_IsAnsweredAndOnRecord()
    {
        using var client = await sample.CallerAsync();
        using var response = await client.PostAsJsonAsync(
            new Uri("/v1/chat/completions", UriKind.Relative),
            new { model = "eliza", messages = new[] { new { role = "user", content = "I am tired." } } }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.NotEqual("", answer.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());

        var log = await sample.Server.GetAsync("/v1/organization/request_logs/" + response.Headers.GetValues("x-request-id").Single());
        Assert.Equal("completed", log.GetProperty("outcome").GetString());
    }

    [Theory]
    [InlineData("/v1/no/such/route", HttpStatusCode.NotFound, "unknown_url")]
    [InlineData("/v1/models", HttpStatusCode.Unauthorized, null)]
    public async Task Farebox_BelowV1_AnswersInItsOwnShape(string path, HttpStatusCode status, string? code)
    {
        using var response = await sample.Stranger.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(status, response.StatusCode);
        Assert.True(response.Headers.Contains("x-request-id"));
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal(code, body.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task PathOfNobody_IsTheHostsNotFound()
    {
        using var response = await sample.Stranger.GetAsync(new Uri("/elsewhere", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.False(response.Headers.Contains("x-request-id"));
    }

    [Fact]
    public async Task OpenApiDocument_ListsFareboxsRoutesOnly()
    {
        var document = await sample.Server.GetAsync("/openapi/v1.json");
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var paths = document.GetProperty("paths").EnumerateObject().Select(path => path.Name).ToList();
        Assert.Contains("/v1/tokens", paths);
        Assert.DoesNotContain("/v1/hello", paths);
    }
}

/// <summary>The sample, started once for the class.</summary>
public sealed class HostingSample : IAsyncLifetime
{
    private readonly string data = Path.Combine(Path.GetTempPath(), "farebox-test-" + Path.GetRandomFileName());

    public ServerProcess Server { get; private set; } = null!;

    /// <summary>Calls without a credential.</summary>
    public HttpClient Stranger { get; private set; } = null!;

    /// <summary>A client with a new API key. The caller disposes it.</summary>
    public async Task<HttpClient> CallerAsync()
    {
        var project = (await Server.GetAsync("/v1/organization/projects")).GetProperty("data")[0].GetProperty("id").GetString();
        var key = await RunningFarebox.SendAsync(Server.Admin, HttpMethod.Post, $"/v1/organization/projects/{project}/api_keys", new { name = "test" });
        var client = new HttpClient { BaseAddress = Server.BaseUrl };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestRecords.Secret(key.GetProperty("value").GetString()!));
        return client;
    }

    public async ValueTask InitializeAsync()
    {
        // Development also checks that every service can be built.
        var settings = new Dictionary<string, string> { ["ASPNETCORE_ENVIRONMENT"] = "Development" };
        Server = await ServerProcess.StartAsync(data, ServerProcess.NewAdminKey(), settings, ["Hosting.dll"]);
        Stranger = new HttpClient { BaseAddress = Server.BaseUrl };
    }

    public async ValueTask DisposeAsync()
    {
        Stranger.Dispose();
        await Server.DisposeAsync();
        Directory.Delete(data, recursive: true);
    }
}
