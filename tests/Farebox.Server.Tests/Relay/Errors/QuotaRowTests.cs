using Farebox.Testing.Server;

namespace Farebox.Server.Tests.Relay.Errors;

/// <summary>Rows of the error table about money: clients match the message's beginning, and must not try again.</summary>
public sealed class QuotaRowTests : ErrorFixture
{
    [Fact]
    [ErrorRow("429 credit_balance_exhausted")]
    public async Task NoCredit_Is429_AndNotToBeTriedAgain()
    {
        await Farebox.PriceAsync(new { model = "gpt-4o-mini", per_request = "1" });
        IsQuota(await Client.PostAsync(Calls.Body()), "credit_balance_exhausted");
        await Farebox.GrantAsync("5");
        Assert.Equal(200, (await Client.PostAsync(Calls.Body())).Status);
    }

    [Fact]
    [ErrorRow("429 organization_spend_limit_exceeded, project_spend_limit_exceeded, key_spend_limit_exceeded, token_spend_limit_exceeded")]
    public async Task OverABudget_Is429_AndNamesTheLevel()
    {
        var key = await Farebox.NewKeyAsync();
        var capped = Farebox.With(await Farebox.NewTokenAsync(key, new { max_requests = 1 }));
        Assert.Equal(200, (await capped.PostAsync(Calls.Body())).Status);
        IsQuota(await capped.PostAsync(Calls.Body()), "token_spend_limit_exceeded");

        var project = "/v1/organization/projects/" + Farebox.ProjectId;
        foreach (var (path, code) in new[]
                 {
                     ($"{project}/api_keys/{await KeyIdAsync(key)}", "key_spend_limit_exceeded"), (project, "project_spend_limit_exceeded"),
                     ("/v1/organization", "organization_spend_limit_exceeded"),
                 })
        {
            var wish = new { max_requests = 1, period = "life" };
            var budget = await RunningFarebox.SendAsync(Farebox.Admin, HttpMethod.Post, path + "/budgets", wish);
            Assert.Equal(200, (await Farebox.With(key).PostAsync(Calls.Body())).Status);
            IsQuota(await Farebox.With(key).PostAsync(Calls.Body()), code);
            await RunningFarebox.SendAsync(Farebox.Admin, HttpMethod.Delete, $"{path}/budgets/{budget.GetProperty("id").GetString()}", null);
            Assert.Equal(200, (await Farebox.With(key).PostAsync(Calls.Body())).Status);
        }
    }

    private static void IsQuota(CallResult call, string code)
    {
        Is(call, 429, "insufficient_quota", code);
        Assert.StartsWith("You exceeded your current quota", Message(call), StringComparison.Ordinal);
        Assert.Equal("false", call.Header("x-should-retry"));
        Assert.Null(call.Header("Retry-After"));
    }
}
