namespace Farebox.Cli.Tests.Nouns;

public sealed class LimitsCommandTests
{
    private const string Limited = """
        {"object":"project.rate_limit","id":"rl-*","model":"*","queue_max_waiting":20,"queue_max_wait_seconds":30,"max_requests_per_1_minute":600,
        "max_tokens_per_1_minute":null,"max_images_per_1_minute":null,"max_requests_per_1_day":null,"max_tokens_per_1_day":null,"max_concurrent_requests":4}
        """;

    private const string Free = """
        {"object":"project.rate_limit","id":"rl-eliza","model":"eliza","queue_max_waiting":0,"queue_max_wait_seconds":0,"max_requests_per_1_minute":null,
        "max_tokens_per_1_minute":null,"max_images_per_1_minute":null,"max_requests_per_1_day":null,"max_tokens_per_1_day":null,"max_concurrent_requests":null}
        """;

    private const string Tier = """
        {"object":"organization.tier","organization_id":"org_1","tier":"2","is_pinned":false,"spent_usd":"75","next_tier":"3","next_tier_from_spent_usd":"500",
        "max_requests_per_1_minute":10000,"max_tokens_per_1_minute":10000000}
        """;

    private static readonly string Both = $$"""{"object":"list","data":[{{Limited}},{{Free}}],"first_id":"rl-*","last_id":"rl-eliza","has_more":false}""";

    [Fact]
    public async Task List_ShowsWhatIsSet()
    {
        await using var api = await FakeApi.StartAsync(("GET /organization/rate_limits", 200, Both));
        using var run = Admin();
        Assert.Equal(0, await run.RunAsync("limits", "list", "--base-url", api.BaseUrl));
        Assert.Matches(@"\* +600 +4 20 for 30 s", run.Out);
        Assert.DoesNotContain("eliza", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/organization/rate_limits")]
    [InlineData("/organization/projects/proj_1/rate_limits", "--project", "proj_1")]
    [InlineData("/organization/projects/proj_1/api_keys/key_1/rate_limits", "--project", "proj_1", "--key", "key_1")]
    public async Task List_Json_IsTheApisAnswerForTheChosenOwner(string route, params string[] owner)
    {
        await using var api = await FakeApi.StartAsync(("GET " + route, 200, Both));
        using var run = Admin();
        Assert.Equal(0, await run.RunAsync([.. new[] { "limits", "list", "--json", "--base-url", api.BaseUrl }, .. owner]));
        Assert.Equal(Both + "\n", run.Out);
    }

    [Fact]
    public async Task Set_SendsWhatIsNamed()
    {
        await using var api = await FakeApi.StartAsync(
            ("POST /organization/rate_limits/rl-*", 200, Limited), ("POST /organization/projects/proj_1/api_keys/key_1/rate_limits/rl-gpt-5", 200, Limited));
        using var run = Admin();
        Assert.Equal(0, await run.RunAsync("limits", "set", "--rpm", "600", "--tpd", "5", "--base-url", api.BaseUrl));
        Assert.Equal("""{"max_requests_per_1_minute":600,"max_tokens_per_1_day":5}""", api.Requests.Last().Body);
        Assert.Equal(0, await run.RunAsync(
            "limits", "set", "--project", "proj_1", "--key", "key_1", "--model", "gpt-5", "--concurrency", "4", "--queue", "20", "--queue-wait", "30s", "--base-url", api.BaseUrl));
        Assert.Equal("""{"queue_max_waiting":20,"queue_max_wait_seconds":30,"max_concurrent_requests":4}""", api.Requests.Last().Body);
    }

    [Fact]
    public async Task Clear_TakesThemAway()
    {
        await using var api = await FakeApi.StartAsync(
            ("DELETE /organization/rate_limits/rl-eliza", 200, """{"object":"organization.rate_limit.deleted","id":"rl-eliza","deleted":true}"""));
        using var run = Admin();
        Assert.Equal(0, await run.RunAsync("limits", "clear", "--model", "eliza", "--base-url", api.BaseUrl));
        Assert.Contains("removed  rl-eliza", run.Out, StringComparison.Ordinal);
        Assert.Equal(1, await run.RunAsync("limits", "clear", "--base-url", api.BaseUrl));
    }

    [Fact]
    public async Task Tiers_AreListed()
    {
        const string Tiers = """
            {"object":"list","data":[{"object":"tier","id":"1","from_spent_usd":"0","max_requests_per_1_minute":3000,"max_tokens_per_1_minute":2000000}],
            "first_id":"1","last_id":"1","has_more":false}
            """;
        await using var api = await FakeApi.StartAsync(("GET /system/tiers", 200, Tiers));
        using var run = Admin();
        Assert.Equal(0, await run.RunAsync("limits", "tiers", "--base-url", api.BaseUrl));
        Assert.Matches(@"1 +0 USD +3000 +2000000", run.Out);
    }

    [Fact]
    public async Task Tier_IsShown_Pinned_AndLetGo()
    {
        const string route = "/system/organizations/org_1/tier";
        await using var api = await FakeApi.StartAsync(("GET " + route, 200, Tier), ("POST " + route, 200, Tier), ("DELETE " + route, 200, Tier));
        using var run = Admin();
        Assert.Equal(0, await run.RunAsync("limits", "tier", "org_1", "--base-url", api.BaseUrl));
        Assert.Contains("3, from 500 USD spent", run.Out, StringComparison.Ordinal);
        Assert.Equal(0, await run.RunAsync("limits", "tier", "org_1", "--pin", "3", "--rpm", "9", "--base-url", api.BaseUrl));
        Assert.Equal("""{"tier":"3","max_requests_per_1_minute":9}""", api.Requests.Last().Body);
        Assert.Equal(0, await run.RunAsync("limits", "tier", "org_1", "--by-spend", "--base-url", api.BaseUrl));
        Assert.Equal("DELETE " + route, api.Requests.Last().Route);
        Assert.Equal(2, await run.RunAsync("limits", "tier", "org_1", "--by-spend", "--rpm", "9", "--base-url", api.BaseUrl));
    }

    [Fact]
    public async Task Tier_OfNobodyNamed_IsOnesOwn_AndOnlyShown()
    {
        await using var api = await FakeApi.StartAsync(("GET /organization/tier", 200, Tier));
        using var run = Admin();
        Assert.Equal(0, await run.RunAsync("limits", "tier", "--base-url", api.BaseUrl));
        Assert.Contains("3, from 500 USD spent", run.Out, StringComparison.Ordinal);
        Assert.Equal(2, await run.RunAsync("limits", "tier", "--by-spend", "--base-url", api.BaseUrl));
        Assert.Equal(2, await run.RunAsync("limits", "tier", "--pin", "3", "--base-url", api.BaseUrl));
        Assert.Single(api.Requests);
    }

    [Fact]
    public async Task Used_ShowsWhatIsLeft()
    {
        const string Used = """
            {"object":"list","data":[{"level":"organization","model":"*","kind":"rpm","limit":600,"used":12,"left":588},
            {"level":"organization","model":"eliza","kind":"concurrency","limit":4,"used":1,"left":3}],"first_id":null,"last_id":null,"has_more":false}
            """;
        await using var api = await FakeApi.StartAsync(("GET /organization/limits", 200, Used));
        using var run = Admin();
        Assert.Equal(0, await run.RunAsync("limits", "used", "--base-url", api.BaseUrl));
        Assert.Matches(@"\* +rpm +12 +600 +588", run.Out);
        Assert.Matches("eliza +at once +1 +4 +3", run.Out);
    }

    private static CliRun Admin() => new() { Variables = { ["FAREBOX_ADMIN_KEY"] = "sk-fba1" } };
}
