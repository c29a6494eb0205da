namespace Farebox.Cli.Tests.Nouns;

public sealed class CreditVerbsTests
{
    private const string Balance =
        """{"object":"organization.credit_balance","organization_id":"org_1","currency":"usd","posted_usd":"30","reserved_usd":"0.5","available_usd":"29.5"}""";

    private const string TopUp = """
        {"object":"organization.top_up","id":"topup_1","organization_id":"org_1","source":"grant","amount_usd":"12.5","reference":"inv-1","note":"November","created_at":1780000000}
        """;

    [Fact]
    public async Task Balance_ShowsWhatIsThereAndWhatIsHeld()
    {
        await using var api = await FakeApi.StartAsync(("GET /organization/credit_balance", 200, Balance));
        using var run = Admin();
        Assert.Equal(0, await run.RunAsync("balance", "--base-url", api.BaseUrl));
        Assert.Matches(@"available +29\.5 USD", run.Out);
        Assert.Matches(@"reserved for calls under way +0\.5 USD", run.Out);
    }

    [Fact]
    public async Task Balance_Json_IsTheAnswer()
    {
        await using var api = await FakeApi.StartAsync(("GET /organization/credit_balance", 200, Balance));
        using var run = new CliRun { Variables = { ["FAREBOX_API_KEY"] = "sk-fbx1" } };
        Assert.Equal(0, await run.RunAsync("balance", "--json", "--base-url", api.BaseUrl));
        Assert.Equal(Balance, run.Out.Trim());
    }

    [Fact]
    public async Task Balance_TopUps_ListsThem()
    {
        await using var api = await FakeApi.StartAsync(
            ("GET /organization/top_ups", 200, $$"""{"object":"list","data":[{{TopUp}}],"first_id":"topup_1","last_id":"topup_1","has_more":true}"""));
        using var run = Admin();
        Assert.Equal(0, await run.RunAsync("balance", "--top-ups", "--limit", "1", "--after", "topup_0", "--base-url", api.BaseUrl));
        Assert.Equal("?limit=1&after=topup_0", api.Requests.Single().Query);
        Assert.Matches(@"12\.5 +grant +inv-1 +November +topup_1", run.Out);
        Assert.Contains("--after topup_1", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--org")]
    [InlineData("--organization")]
    public async Task TopUp_SendsWhatWasSaidAndShowsWhatIsThere(string option)
    {
        await using var api = await FakeApi.StartAsync(("POST /organization/credit_grants", 200, TopUp), ("GET /organization/credit_balance", 200, Balance));
        using var run = Admin();
        Assert.Equal(0, await run.RunAsync("topup", "12.50", option, "org_1", "--note", "November", "--reference", "inv-1", "--base-url", api.BaseUrl));
        var seen = api.Requests.ToArray();
        Assert.Equal(("""{"amount_usd":"12.50","note":"November","reference":"inv-1"}""", "org_1"), (seen[0].Body, seen[0].Organization));
        Assert.Contains("topup_1", run.Out, StringComparison.Ordinal);
        Assert.Contains("now has 29.5 USD", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TopUp_KeyThatMayNotSeeTheBalance_HasAddedAllTheSame()
    {
        await using var api = await FakeApi.StartAsync(
            ("POST /organization/credit_grants", 200, TopUp),
            ("GET /organization/credit_balance", 401, FakeApi.Error("You have insufficient permissions for this operation. Missing scopes: billing.read.")));
        using var run = Admin();
        Assert.Equal(0, await run.RunAsync("topup", "12.50", "--base-url", api.BaseUrl));
        Assert.Contains("topup_1", run.Out, StringComparison.Ordinal);
        Assert.Equal("", run.Error);
    }

    [Fact]
    public async Task TopUp_Refused_IsOneLine()
    {
        await using var api = await FakeApi.StartAsync(("POST /organization/credit_grants", 400, FakeApi.Error("'amount_usd' must be at least 5.", "invalid_value")));
        using var run = Admin();
        Assert.Equal(1, await run.RunAsync("topup", "1", "--base-url", api.BaseUrl));
        Assert.StartsWith("farebox: 'amount_usd' must be at least 5.", run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Out);
    }

    private static CliRun Admin() => new() { Variables = { ["FAREBOX_ADMIN_KEY"] = "sk-fba1" } };
}
