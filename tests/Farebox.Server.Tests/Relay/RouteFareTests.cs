using Farebox.Kernel.Money;
using Farebox.Server.Platform;
using Farebox.Testing.Server;
using Farebox.Testing.Upstream;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.Relay;

/// <summary>
/// Drives every route of the running server's own table, as a caller and as the operator, with a body that any model call takes. No list is
/// kept here: a route that is mapped tomorrow is driven tomorrow.
/// </summary>
public sealed class RouteFareTests : IAsyncLifetime
{
    private const string Model = "nameless-model";

    private readonly ScriptedUpstream _upstream = ScriptedUpstream.Start();
    private RunningFarebox _farebox = null!;
    private HttpClient _client = null!;
    private string _upstreamId = "";

    public async ValueTask InitializeAsync()
    {
        _upstream.Models = [Model];
        _farebox = await RunningFarebox.StartAsync();
        _upstreamId = await _farebox.AddUpstreamAsync("scripted", _upstream, free: false);
        _client = _farebox.With(await _farebox.NewKeyAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _farebox.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [Fact]
    public async Task EveryRoute_WithoutAPriceOrWithoutMoney_CallsNoUpstream()
    {
        await AssertNoneCallsAsync("without a price");
        await PriceAsync();
        await AssertNoneCallsAsync("without money");
    }

    [Fact]
    public async Task EveryRoute_ThatCallsAnUpstream_IsChargedAndOnRecord()
    {
        await PriceAsync();
        await _farebox.GrantAsync("1000");
        var calling = new HashSet<Route>();
        foreach (var route in Routes())
        {
            foreach (var body in Bodies())
            {
                var (called, balance) = (_upstream.Calls.Count, (await _farebox.BalanceAsync()).Balance);
                var call = await SendAsync(_client, route, body);
                if (_upstream.Calls.Count == called) continue;

                calling.Add(route);
                var record = await _farebox.RecordAsync(call.RequestId);
                Assert.Equal((200, called + 1), (call.Status, _upstream.Calls.Count));
                Assert.True(NanoUsd.Parse(record.ChargeUsd) > NanoUsd.Zero, $"{route} calls an upstream for nothing.");
                Assert.Equal((balance - NanoUsd.Parse(record.ChargeUsd), NanoUsd.Zero), await _farebox.BalanceAsync());
            }
        }

        // Whoever maps a model call whose body this test does not know shall teach it here.
        Assert.Empty(Routes().Where(route => route.IsModelCall).Except(calling));
        Assert.DoesNotContain(calling, route => !route.IsModelCall);
        Assert.True(calling.Count >= 4, "The table is not read.");
    }

    private async Task AssertNoneCallsAsync(string when)
    {
        foreach (var route in Routes())
        {
            foreach (var client in new[] { _client, _farebox.Admin })
            {
                foreach (var body in Bodies())
                {
                    var call = await SendAsync(client, route, body);
                    Assert.True(_upstream.Calls.Count == 0, $"{route} calls an upstream {when}.");
                    if (route.IsModelCall && client == _client) Assert.Equal(when == "without money" ? 429 : 400, call.Status);
                }
            }
        }
    }

    private IEnumerable<Route> Routes() => _farebox.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["POST", "GET"]).Select(method => new Route(
            method, endpoint.RoutePattern.RawText!,
            IsModelCall: method == "POST"
                && endpoint.RoutePattern.RawText!.TrimStart('/').StartsWith("v1/", StringComparison.Ordinal)
                && endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() is not null
                && endpoint.Metadata.GetMetadata<RequiredScopes>() is null)))
        // The second would end the organization that all others are tried in.
        .Where(route => route.Method != "HEAD" && route.Pattern.TrimStart('/') != "v1/organization/archive");

    // All that any surface needs; each takes what it knows.
    private static string[] Bodies() => [.. new[] { "false", "true" }.Select(stream =>
        $$$"""{"model":"{{{Model}}}","messages":[{"role":"user","content":"Hello"}],"prompt":"Hello","input":"Hello","max_tokens":100,"stream":{{{stream}}}}""")];

    private async Task<CallResult> SendAsync(HttpClient client, Route route, string body)
    {
        // What the route names is there, so that it gets as far as it can; but nothing is deleted.
        var parts = route.Pattern.TrimStart('/').Split('/').Select(part =>
            !part.StartsWith('{') ? part : part.StartsWith("{**", StringComparison.Ordinal) ? Model : route.Method == "DELETE" ? "none" : _upstreamId);
        using var request = new HttpRequestMessage(new HttpMethod(route.Method), "/" + string.Join('/', parts));
        if (route.Method != "GET") request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);

        // What is followed goes on for as long as somebody listens: its beginning is enough.
        var isFollowed = route.Method == "GET" && response.Content.Headers.ContentType?.MediaType == "text/event-stream";
        var text = isFollowed ? "" : await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        if (isFollowed) response.Dispose();
        return new CallResult((int)response.StatusCode, response, text);
    }

    private Task PriceAsync() => _farebox.PriceAsync(new { model = Model, input = "2", output = "8", per_image = "0.04", per_request = "0.001" });

    /// <param name="IsModelCall">Whether it does not ask for a scope of management, as only the relay's routes do: they ask by themselves.</param>
    private sealed record Route(string Method, string Pattern, bool IsModelCall);
}
