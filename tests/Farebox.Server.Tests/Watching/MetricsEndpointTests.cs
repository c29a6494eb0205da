using Farebox.Server.Platform.Options;
using Farebox.Testing.Server;

namespace Farebox.Server.Tests.Watching;

public sealed class MetricsEndpointTests
{
    private const string Token = "a-token-for-scrapes-only";

    [Fact]
    public async Task Metrics_AreOff_UnlessSwitchedOn()
    {
        await using var farebox = await RunningFarebox.StartAsync(options: options => options.MetricsToken = Token);
        Assert.Equal(404, await StatusAsync(farebox.Admin));
        Assert.Equal(404, await StatusAsync(farebox.With(Token)));
    }

    [Fact]
    public async Task Metrics_AreForOperatorsAndTheToken_AndNobodyElse()
    {
        await using var farebox = await RunningFarebox.StartAsync(options: options => (options.Metrics, options.MetricsToken) = (true, Token));
        Assert.Equal(200, await StatusAsync(farebox.Admin));
        Assert.Equal(200, await StatusAsync(farebox.With(Token)));
        Assert.Equal(401, await StatusAsync(farebox.With(null)));
        Assert.Equal(401, await StatusAsync(farebox.With(Token + "x")));
        Assert.Equal(401, await StatusAsync(farebox.With(await farebox.NewKeyAsync())));
        var admin = await RunningFarebox.SendAsync(farebox.Admin, HttpMethod.Post, "/v1/organization/admin_api_keys", new { name = "admin" });
        Assert.Equal(401, await StatusAsync(farebox.With(TestRecords.Secret(admin.GetProperty("value").GetString()!))));
    }

    [Fact]
    public async Task EmptyToken_OpensNothing()
    {
        await using var farebox = await RunningFarebox.StartAsync(options: options => options.Metrics = true);
        using var client = new HttpClient { BaseAddress = farebox.BaseUrl };
        Assert.Equal(401, await StatusAsync(client));
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer ");
        Assert.Equal(401, await StatusAsync(client));
    }

    [Theory]
    [InlineData("--metrics-labels", "model,user", "`metrics_labels`: must be among model, organization, project, key, not `user`")]
    [InlineData("--metrics-max-series", "1", "`metrics_max_series`: must be from 10 to 20000, not 1")]
    [InlineData("--otlp-endpoint", "collector:4318", "`otlp_endpoint`: `collector:4318` is not an address such as http://127.0.0.1:4318")]
    [InlineData("--otlp-protocol", "http/json", "`otlp_protocol`: must be one of http/protobuf, grpc, not `http/json`")]
    [InlineData("--trace-percent", "101", "`trace_percent`: must be from 0 to 100, not 101")]
    [InlineData("--trace-upstream", "true", "`trace_upstream`: needs `otlp_endpoint`: without it there are no traces")]
    [InlineData("--metrics", "perhaps", "--metrics: `perhaps` is not true or false")]
    public void WrongOption_IsRefusedByName(string flag, string value, string error) =>
        Assert.Contains(error, OptionsLoader.Load([flag, value], null, new Dictionary<string, string>()).Errors);

    [Theory]
    [InlineData("FAREBOX_METRICS_TOKEN", "too-short")]
    [InlineData("FAREBOX_METRICS_TOKEN", "long enough but with blanks")]
    [InlineData("FAREBOX_OTLP_HEADERS", "no-equals-sign-hidden")]
    [InlineData("FAREBOX_OTLP_HEADERS", "good=1, ba d=hidden")]
    public void WrongSecret_IsRefusedByName_AndNotShown(string variable, string value)
    {
        var error = Assert.Single(OptionsLoader.Load([], null, new Dictionary<string, string> { [variable] = value }).Errors);
        Assert.Contains(variable, error, StringComparison.Ordinal);
        Assert.DoesNotContain(value, error, StringComparison.Ordinal);
    }

    [Fact]
    public void RightOptions_AreTaken()
    {
        var environment = new Dictionary<string, string>
        {
            ["FAREBOX_METRICS"] = "on", ["FAREBOX_METRICS_TOKEN"] = Token, ["FAREBOX_METRICS_LABELS"] = "organization,key", ["FAREBOX_TRACE_UPSTREAM"] = "on",
            ["FAREBOX_OTLP_ENDPOINT"] = "https://collector.example:4318/otlp", ["FAREBOX_OTLP_HEADERS"] = "Authorization=Basic abc=, x-team=blue",
        };
        var (options, errors) = OptionsLoader.Load([], null, environment);
        Assert.Empty(errors);
        Assert.Equal((true, true, Token), (options.Metrics, options.TraceUpstream, options.MetricsToken));
    }

    private static async Task<int> StatusAsync(HttpClient client)
    {
        using var response = await client.GetAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }
}
