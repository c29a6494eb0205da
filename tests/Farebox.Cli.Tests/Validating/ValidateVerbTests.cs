using System.Text.Json;

namespace Farebox.Cli.Tests.Validating;

public sealed class ValidateVerbTests
{
    private const string KeyInfo = """
        {"object":"key","kind":"api_key","key_id":"key_1","token_id":null,"redacted_value":"sk-fbx****abcd","name":"laptop",
        "organization_id":"org_1","project_id":"proj_1","scopes":["model.read","model.request"],"models":["*"],"allowed_ips":[],
        "expires_at":1767225600,"newer_member":1}
        """;

    private const string Models = """{"object":"list","data":[{"id":"m1","object":"model"},{"id":"m2","object":"model"}]}""";
    private const string Insufficient = "You have insufficient permissions for this operation. Missing scopes: api.model.read.";

    [Fact]
    public async Task FareboxKey_ThatWorks_SaysWhatItMay()
    {
        await using var api = await FakeApi.StartAsync(("GET /key", 200, KeyInfo));
        using var run = new CliRun { Variables = { ["FAREBOX_API_KEY"] = "sk-fbx1" } };

        Assert.Equal(0, await run.RunAsync("validate", "--base-url", api.Root));

        Assert.Equal(
            "valid: API key sk-fbx****abcd \"laptop\"; project proj_1; may model.read, model.request; models all;"
            + $" until 2026-01-01 00:00:00Z; at {api.BaseUrl}\n",
            run.Out);
        Assert.Equal("Bearer sk-fbx1", Assert.Single(api.Requests).Authorization);
    }

    [Fact]
    public async Task FareboxKey_WithBudgets_SaysWhatIsLeft()
    {
        const string Budgets = """
            ,"budgets":[{"id":"b1","level":"project","unit":"usd","period":"day","limit":"5","spent":"3","reserved":"0","left":"2"},
            {"id":"b2","level":"token","unit":"requests","period":"life","limit":"10","spent":"1","reserved":"0","left":"9"}]}
            """;
        await using var api = await FakeApi.StartAsync(("GET /key", 200, KeyInfo.TrimEnd()[..^1] + Budgets));
        using var run = new CliRun { Variables = { ["FAREBOX_API_KEY"] = "sk-fbx1" } };
        Assert.Equal(0, await run.RunAsync("validate", "--base-url", api.Root));
        Assert.Contains(
            "models all; 2 of 5 USD left for the project today; 9 of 10 requests left for the token; until", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FareboxKey_WithLimits_SaysWhatIsLeftOfThem()
    {
        const string Limits = """
            ,"limits":[{"level":"organization","project_id":null,"key_id":null,"token_id":null,"model":"*","kind":"rpm","limit":500,"used":3,"left":497},
            {"level":"organization","project_id":null,"key_id":null,"token_id":null,"model":"*","kind":"tpm","limit":200000,"used":0,"left":200000},
            {"level":"key","project_id":"proj_1","key_id":"key_1","token_id":null,"model":"gpt-4o","kind":"concurrency","limit":2,"used":2,"left":0}]}
            """;
        await using var api = await FakeApi.StartAsync(("GET /key", 200, KeyInfo.TrimEnd()[..^1] + Limits));
        using var run = new CliRun { Variables = { ["FAREBOX_API_KEY"] = "sk-fbx1" } };
        Assert.Equal(0, await run.RunAsync("validate", "--base-url", api.Root));
        Assert.Contains("limits of the organization: 497 of 500 rpm left, ", run.Out, StringComparison.Ordinal);
        Assert.Contains("; limits of the key on gpt-4o: 0 of 2 concurrency left; until", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/key", 401, "Incorrect API key provided.", "invalid_api_key", "invalid_request_error", 3, "wrong_key")]
    [InlineData("/key", 401, "The access token has expired.", "token_expired", "invalid_request_error", 3, "wrong_key")]
    [InlineData("/key", 401, "Not from this address.", "ip_not_authorized", "invalid_request_error", 3, "wrong_key")]
    [InlineData("/models", 401, "Incorrect API key provided.", "invalid_api_key", "invalid_request_error", 3, "wrong_key")]
    [InlineData("/models", 401, "Invalid credentials.", null, "", 3, "wrong_key")]
    [InlineData("/models", 401, Insufficient, null, "invalid_request_error", 4, "missing_permission")]
    [InlineData("/models", 403, Insufficient, null, "invalid_request_error", 4, "missing_permission")]
    [InlineData("/models", 429, "You exceeded your current quota.", "insufficient_quota", "insufficient_quota", 5, "out_of_credit")]
    [InlineData("/models", 402, "Insufficient balance.", null, "", 5, "out_of_credit")]
    [InlineData("/models", 429, "Rate limit reached.", "rate_limit_exceeded", "requests", 5, "rate_limited")]
    [InlineData("/models", 500, "Broken.", null, "server_error", 1, "failed")]
    [InlineData("/nothing", 200, "", null, "", 1, "failed")]
    public async Task Key_ThatIsRefused_SaysWhy(
        string route, int status, string message, string? code, string type, int expected, string word)
    {
        await using var api = await FakeApi.StartAsync(("GET " + route, status, FakeApi.Error(message, code, type)));
        using var run = new CliRun();

        Assert.Equal(expected, await run.RunAsync("validate", "gsk_secret", "--base-url", api.BaseUrl, "--json"));

        var verdict = JsonDocument.Parse(run.Out).RootElement;
        Assert.False(verdict.GetProperty("valid").GetBoolean());
        Assert.Equal(word, verdict.GetProperty("status").GetString());
        Assert.Contains(message.Length > 0 ? message : "Unknown request URL.", verdict.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("gsk_secret", run.Out + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ForeignKey_ThatListsModels_IsValidAndSaysWhatWasChecked()
    {
        await using var api = await FakeApi.StartAsync((route, context) =>
            route == "GET /models" && context.Request.Headers.Authorization == "Bearer gsk_1"
                ? FakeApi.WriteAsync(context, 200, Models)
                : FakeApi.WriteAsync(context, route == "GET /models" ? 401 : 404, FakeApi.Error("No.")));
        using var run = new CliRun { Variables = { ["OPENAI_API_KEY"] = "gsk_1" } };

        Assert.Equal(0, await run.RunAsync("validate", "--base-url", api.BaseUrl));

        Assert.Equal($"valid: {api.BaseUrl} lists 2 models with it; whether there is credit was not checked\n", run.Out);
    }

    [Fact]
    public async Task AddressThatAsksForNoKey_IsNotTakenAsProof()
    {
        await using var api = await FakeApi.StartAsync(("GET /models", 200, Models));
        using var run = new CliRun();

        Assert.Equal(0, await run.RunAsync("validate", "gsk_1", "--base-url", api.BaseUrl));

        Assert.Contains("to anyone", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ForeignKey_WhereKeyRouteAnswersSomethingElse_IsDecidedByModels()
    {
        await using var api = await FakeApi.StartAsync(
            ("GET /key", 200, """{"welcome":"to a web page"}"""), ("GET /models", 401, FakeApi.Error("Wrong key.", "invalid_api_key")));
        using var run = new CliRun();

        Assert.Equal(3, await run.RunAsync("validate", "gsk_1", "--base-url", api.BaseUrl));
    }

    [Fact]
    public async Task Key_FromStandardInput_IsTrimmed()
    {
        await using var api = await FakeApi.StartAsync(("GET /key", 200, KeyInfo));
        using var run = new CliRun { In = new StringReader("\n  sk-fbx1 \r\n") };

        Assert.Equal(0, await run.RunAsync("validate", "-", "--base-url", api.BaseUrl));
        Assert.Equal("Bearer sk-fbx1", Assert.Single(api.Requests).Authorization);
    }

    [Fact]
    public async Task Json_OfAFareboxKey_HoldsTheServersAnswerWhole()
    {
        await using var api = await FakeApi.StartAsync(("GET /key", 200, KeyInfo));
        using var run = new CliRun();

        await run.RunAsync("validate", "sk-fbx1", "--base-url", api.BaseUrl, "--json");

        var verdict = JsonDocument.Parse(run.Out).RootElement;
        Assert.True(verdict.GetProperty("valid").GetBoolean());
        Assert.Equal("/key", verdict.GetProperty("checked").GetString());
        Assert.Equal(1, verdict.GetProperty("key").GetProperty("newer_member").GetInt32());
    }

    [Fact]
    public async Task NobodyListens_IsUnreachable()
    {
        string address;
        await using (var api = await FakeApi.StartAsync())
            address = api.BaseUrl;
        using var run = new CliRun();

        Assert.Equal(6, await run.RunAsync("validate", "gsk_1", "--base-url", address));
        Assert.Contains("refused the connection", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HostName_ThatDoesNotExist_IsUnreachable()
    {
        using var run = new CliRun();

        Assert.Equal(6, await run.RunAsync("validate", "gsk_1", "--base-url", "http://nowhere.invalid"));
        Assert.StartsWith("unreachable: http://nowhere.invalid ", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tls_AgainstPlainHttp_IsUnreachableAndSaysTls()
    {
        await using var api = await FakeApi.StartAsync();
        using var run = new CliRun();

        Assert.Equal(6, await run.RunAsync("validate", "gsk_1", "--base-url", api.Root.Replace("http:", "https:", StringComparison.Ordinal)));
        Assert.Contains("TLS", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_EndsAtTheTimeout()
    {
        await using var api = await FakeApi.StartAsync((_, context) => Task.Delay(Timeout.Infinite, context.RequestAborted));
        using var run = new CliRun();

        Assert.Equal(6, await run.RunAsync("validate", "gsk_1", "--base-url", api.BaseUrl, "--timeout", "1"));
        Assert.Contains("did not answer in time", run.Out, StringComparison.Ordinal);
    }
}
