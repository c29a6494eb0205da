using System.Text.Json;
using Farebox.Server.Tests.Budgets;

namespace Farebox.Server.Tests.Credentials;

/// <summary>What an access token may spend and how often it may call.</summary>
public sealed class TokenCapsTests : BudgetTest
{
    [Fact]
    public async Task Create_WithCaps_ShowsThemAndWhatIsLeft()
    {
        var (key, _) = await NewKeyAsync();
        var (token, id) = await NewTokenAsync(key, new { max_spend_usd = 0.5, max_requests = 3 });
        var row = await With(key).Get($"/v1/tokens/{id}").Expect(200);
        Assert.Equal(("0.5", 3), (row.String("max_spend_usd"), row.Number("max_requests")));
        Assert.Null(await CallAsync(token, "0.2"));

        var budgets = (await WhoAsync(token).Expect(200)).Body.GetProperty("budgets").EnumerateArray().ToArray();
        Assert.Equal(
            ["usd life 0.5 0.2 0.3", "requests life 3 1 2"],
            budgets.Select(budget => string.Join(' ', new[] { "unit", "period", "limit", "spent", "left" }.Select(member => budget.GetProperty(member).GetString()))));
        Assert.All(budgets, budget => Assert.Equal(("token", id), (budget.GetProperty("level").GetString(), budget.GetProperty("token_id").GetString())));
    }

    [Fact]
    public async Task Create_WithoutCaps_HasNone()
    {
        var (key, _) = await NewKeyAsync();
        var (token, id) = await NewTokenAsync(key);
        var row = await With(key).Get($"/v1/tokens/{id}").Expect(200);
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (row.Body.GetProperty("max_spend_usd").ValueKind, row.Body.GetProperty("max_requests").ValueKind));
        Assert.Empty((await WhoAsync(token).Expect(200)).Body.GetProperty("budgets").EnumerateArray());
    }

    [Fact]
    public async Task Create_FromAToken_IsNotCappedWiderThanAnyBeforeIt()
    {
        var (key, _) = await NewKeyAsync();
        var (parent, _) = await NewTokenAsync(key, new { max_spend_usd = "0.5", max_requests = 10 });
        var (child, _) = await NewTokenAsync(parent);
        foreach (var credential in new[] { parent, child })
        {
            var reply = await With(credential).Post("/v1/tokens", new { max_spend_usd = "0.500000001" }).ExpectError(400, "invalid_value", "max_spend_usd");
            Assert.Contains("0.5 USD", reply.Message, StringComparison.Ordinal);
            await With(credential).Post("/v1/tokens", new { max_requests = 11 }).ExpectError(400, "invalid_value", "max_requests");
            await With(credential).Post("/v1/tokens", new { max_spend_usd = "0.5", max_requests = 10 }).Expect(200);
        }
    }

    [Fact]
    public async Task Child_SpendsWhatItsParentHas()
    {
        var (key, _) = await NewKeyAsync();
        var (parent, parentId) = await NewTokenAsync(key, new { max_requests = 3 });
        var (child, childId) = await NewTokenAsync(parent, new { max_requests = 2 });
        Assert.Null(await CallAsync(child, "0"));
        Assert.Null(await CallAsync(child, "0"));
        Assert.Equal(childId, (await CallAsync(child, "0"))?.TokenId);
        Assert.Null(await CallAsync(parent, "0"));
        Assert.Equal(parentId, (await CallAsync(parent, "0"))?.TokenId);
        Assert.Null(await CallAsync(key, "0"));
    }

    [Fact]
    public async Task Key_ShowsTheOrganizationsBudgetsOnlyWithBillingRead()
    {
        await NewBudgetAsync(OfOrganization, new { max_requests = 10, period = "day" });
        await NewBudgetAsync(OfProject, new { max_requests = 10, period = "day" });
        var (key, _) = await NewKeyAsync();
        var (token, _) = await NewTokenAsync(key, new { scope = "model.request" });
        Assert.Equal(["organization", "project"], await LevelsAsync(key));
        Assert.Equal(["project"], await LevelsAsync(token));
        Assert.Equal(2, (await GrantAsync(token)).Budgets.Count); // It holds all the same.
    }

    private async Task<string[]> LevelsAsync(string credential) =>
        [.. (await WhoAsync(credential).Expect(200)).Body.GetProperty("budgets").EnumerateArray().Select(budget => budget.GetProperty("level").GetString()!)];
}
