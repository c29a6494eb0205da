using Farebox.Kernel.Money;
using Farebox.Testing.Server;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Relay;

/// <summary>Many calls at once under a budget for few, at each level.</summary>
public sealed class BudgetRaceTests : RelayFixture
{
    private const int Clients = 200;
    private const int Affordable = 37;

    [Theory]
    [InlineData("organization", "organization_spend_limit_exceeded")]
    [InlineData("project", "project_spend_limit_exceeded")]
    [InlineData("key", "key_spend_limit_exceeded")]
    [InlineData("token", "token_spend_limit_exceeded")]
    public async Task BudgetOfMoney_PaysForExactlyWhatItHolds(string level, string code)
    {
        var client = await BudgetAsync(level, new { max_spend_usd = "0.037", period = "day" }, new { max_spend_usd = "0.037" });
        await AssertExactlyAsync([client], code);
        Assert.Equal((NanoUsd.Parse("5") - NanoUsd.Parse("0.037"), NanoUsd.Zero), await Farebox.BalanceAsync());
    }

    [Theory]
    [InlineData("organization", "organization_spend_limit_exceeded")]
    [InlineData("project", "project_spend_limit_exceeded")]
    [InlineData("key", "key_spend_limit_exceeded")]
    [InlineData("token", "token_spend_limit_exceeded")]
    public async Task BudgetOfRequests_AllowsExactlySoMany_OfFreeCallsToo(string level, string code)
    {
        var client = await BudgetAsync(level, new { max_requests = 37, period = "month" }, new { max_requests = 37 });
        await Farebox.PriceAsync(new { model = "gpt-4o-mini", input = "0", output = "0" });
        await AssertExactlyAsync([client], code);
    }

    [Fact]
    public async Task TwentySiblings_UnderOneKeysBudget_ShareItExactly()
    {
        var key = await KeyWithBudgetAsync(new { max_spend_usd = "0.037", period = "life" });
        var siblings = new List<HttpClient>();
        for (var i = 0; i < 20; i++) siblings.Add(Farebox.With(await Farebox.NewTokenAsync(key, new { max_spend_usd = "0.03" })));
        await AssertExactlyAsync(siblings, "key_spend_limit_exceeded", "token_spend_limit_exceeded");
    }

    [Fact]
    public async Task ChildToken_SpendsWhatItsParentMaySpend_AndNoMore()
    {
        var key = await KeyWithBudgetAsync(new { max_spend_usd = "1", period = "life" });
        var parent = await Farebox.NewTokenAsync(key, new { max_spend_usd = "0.037" });
        var child = await Farebox.NewTokenAsync(parent, new { });
        await AssertExactlyAsync([Farebox.With(parent), Farebox.With(child)], "token_spend_limit_exceeded");
    }

    [Fact]
    public async Task FailedCalls_CountUnderNoBudget()
    {
        var client = await BudgetAsync("key", new { max_requests = 1, period = "life" }, new { });
        Upstream.Enqueue(Answers.BadRequest(), Answers.ServerError());

        var statuses = new List<int>();
        for (var i = 0; i < 4; i++) statuses.Add((await client.PostAsync(Calls.Body())).Status);
        Assert.Equal([400, 502, 200, 429], statuses);
    }

    private async Task<HttpClient> BudgetAsync(string level, object budget, object caps)
    {
        if (level is "key") return Farebox.With(await KeyWithBudgetAsync(budget));
        var key = await FundedKeyAsync();
        if (level is "token") return Farebox.With(await Farebox.NewTokenAsync(key, caps));
        var path = level is "organization" ? "/v1/organization/budgets" : $"/v1/organization/projects/{Farebox.ProjectId}/budgets";
        await RunningFarebox.SendAsync(Farebox.Admin, HttpMethod.Post, path, budget);
        return Farebox.With(key);
    }

    private async Task<string> KeyWithBudgetAsync(object budget)
    {
        var key = await FundedKeyAsync();
        var id = (await RunningFarebox.SendAsync(Farebox.With(key), HttpMethod.Get, "/v1/key", null)).GetProperty("key_id").GetString();
        await RunningFarebox.SendAsync(
            Farebox.Admin, HttpMethod.Post, $"/v1/organization/projects/{Farebox.ProjectId}/api_keys/{id}/budgets", budget);
        return key;
    }

    private async Task<string> FundedKeyAsync()
    {
        await Farebox.PriceAsync(new { model = "gpt-4o-mini", per_request = "0.001" });
        await Farebox.GrantAsync("5");
        return await Farebox.NewKeyAsync();
    }

    private async Task AssertExactlyAsync(List<HttpClient> clients, params string[] codes)
    {
        var calls = await Task.WhenAll(Enumerable.Range(0, Clients).Select(
            i => clients[i % clients.Count].PostAsync(Calls.Body(i % 2 == 0 ? "" : ",\"stream\":true"))));
        Assert.Equal(Affordable, calls.Count(call => call.Status == 200));
        Assert.All(calls.Where(call => call.Status != 200), call =>
        {
            Assert.Equal((429, "false"), (call.Status, call.Header("x-should-retry")));
            Assert.Contains(call.Error.GetProperty("code").GetString(), codes);
        });
        Assert.Equal(Affordable, Upstream.Calls.Count);
    }
}
