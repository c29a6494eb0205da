namespace Farebox.Cli.Tests.Nouns;

public sealed class BudgetCommandTests
{
    private const string Budget = """
        {"object":"organization.budget","id":"budget_1","level":"project","project_id":"proj_1","key_id":null,"token_id":null,"unit":"usd",
        "period":"month","limit":"25.5","spent":"3.5","reserved":"0.25","left":"21.75","period_starts_at":1793491200,"period_ends_at":1796083200}
        """;

    private const string None = """{"object":"list","data":[],"first_id":null,"last_id":null,"has_more":false}""";

    private static readonly string One = $$"""{"object":"list","data":[{{Budget}}],"first_id":"budget_1","last_id":"budget_1","has_more":false}""";

    [Fact]
    public async Task List_ShowsWhatIsLeftAndWhenItEnds()
    {
        await using var api = await FakeApi.StartAsync(("GET /organization/budgets", 200, One));
        using var run = Admin();

        Assert.Equal(0, await run.RunAsync("budget", "list", "--base-url", api.BaseUrl));

        Assert.Contains("LIMIT", run.Out, StringComparison.Ordinal);
        Assert.Contains("25.5 USD   3.5     0.25 21.75 2026-12-01 00:00:00Z", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/organization/budgets")]
    [InlineData("/organization/projects/proj_1/budgets", "--project", "proj_1")]
    [InlineData("/organization/projects/proj_1/api_keys/key_1/budgets", "--project", "proj_1", "--key", "key_1")]
    public async Task List_Json_IsTheApisAnswerForTheChosenOwner(string route, params string[] owner)
    {
        await using var api = await FakeApi.StartAsync(("GET " + route, 200, One));
        using var run = Admin();
        Assert.Equal(0, await run.RunAsync([.. new[] { "budget", "list", "--json", "--base-url", api.BaseUrl }, .. owner]));
        Assert.Equal(One + "\n", run.Out);
    }

    [Fact]
    public async Task Set_WhereThereIsNone_CreatesOne()
    {
        await using var api = await FakeApi.StartAsync(("GET /organization/budgets", 200, None), ("POST /organization/budgets", 200, Budget));
        using var run = Admin();

        Assert.Equal(0, await run.RunAsync("budget", "set", "--usd", "25.50", "--base-url", api.BaseUrl));

        Assert.Equal("""{"max_spend_usd":"25.50","period":"month"}""", api.Requests.Last().Body);
        Assert.Contains("21.75 USD", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Set_WhereThereIsOne_ChangesItsLimit()
    {
        await using var api = await FakeApi.StartAsync(("GET /organization/budgets", 200, One), ("POST /organization/budgets/budget_1", 200, Budget));
        using var run = Admin();
        Assert.Equal(0, await run.RunAsync("budget", "set", "--usd", "30", "--per", "month", "--base-url", api.BaseUrl));
        Assert.Equal("""{"max_spend_usd":"30"}""", api.Requests.Last().Body);
    }

    [Fact]
    public async Task Set_OfAnotherPeriodOrUnit_CreatesOne()
    {
        await using var api = await FakeApi.StartAsync(("GET /organization/budgets", 200, One), ("POST /organization/budgets", 200, Budget));
        using var run = Admin();
        Assert.Equal(0, await run.RunAsync("budget", "set", "--usd", "1", "--per", "day", "--base-url", api.BaseUrl));
        Assert.Equal("""{"max_spend_usd":"1","period":"day"}""", api.Requests.Last().Body);
        Assert.Equal(0, await run.RunAsync("budget", "set", "--requests", "100", "--base-url", api.BaseUrl));
        Assert.Equal("""{"max_requests":100,"period":"month"}""", api.Requests.Last().Body);
    }

    [Theory]
    [InlineData]
    [InlineData("--usd", "1", "--requests", "1")]
    [InlineData("--usd", "1", "--per", "year")]
    public async Task Set_WithoutOneLimitOrAPeriod_SendsNothing(params string[] options)
    {
        await using var api = await FakeApi.StartAsync();
        using var run = Admin();
        Assert.Equal(2, await run.RunAsync([.. new[] { "budget", "set", "--base-url", api.BaseUrl }, .. options]));
        Assert.Empty(api.Requests);
    }

    [Fact]
    public async Task ShowAndRemove_TakeAnId()
    {
        await using var api = await FakeApi.StartAsync(
            ("GET /organization/budgets/budget_1", 200, Budget),
            ("DELETE /organization/budgets/budget_1", 200, """{"object":"organization.budget.deleted","id":"budget_1","deleted":true}"""));
        using var run = Admin();
        Assert.Equal(0, await run.RunAsync("budget", "show", "budget_1", "--base-url", api.BaseUrl));
        Assert.Contains("reserved  0.25 USD", run.Out, StringComparison.Ordinal);
        Assert.Equal(0, await run.RunAsync("budget", "remove", "budget_1", "--base-url", api.BaseUrl));
        Assert.Contains("removed  budget_1", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_AreListed()
    {
        const string Events = """
            {"object":"list","data":[{"object":"organization.spend_event","id":"event_2","type":"low_balance","budget_id":null,"level":null,"project_id":null,
            "key_id":null,"token_id":null,"unit":"usd","period":null,"percent":null,"limit":"1","amount":"0.9","created_at":1793491200},
            {"object":"organization.spend_event","id":"event_1","type":"budget_threshold","budget_id":"budget_1","level":"project","project_id":"proj_1",
            "key_id":null,"token_id":null,"unit":"requests","period":"2026-11","percent":80,"limit":"100","amount":"80","created_at":1793491200}],
            "first_id":"event_2","last_id":"event_1","has_more":false}
            """;
        await using var api = await FakeApi.StartAsync(("GET /organization/spend_events", 200, Events));
        using var run = Admin();
        Assert.Equal(0, await run.RunAsync("budget", "events", "--base-url", api.BaseUrl));
        Assert.Contains("low balance", run.Out, StringComparison.Ordinal);
        Assert.Contains("80 % spent", run.Out, StringComparison.Ordinal);
        Assert.Contains("100 requests", run.Out, StringComparison.Ordinal);
    }

    private static CliRun Admin() => new() { Variables = { ["FAREBOX_ADMIN_KEY"] = "sk-fba1" } };
}
