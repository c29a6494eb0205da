using Dapper;
using Farebox.Kernel.Ledger;
using Farebox.Kernel.Money;
using Farebox.Server.Storage;
using Farebox.Server.Tests.Credentials;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.Budgets;

/// <summary>That every call has to fit every budget above it, and from when on.</summary>
public sealed class GrantBudgetsTests : BudgetTest
{
    [Fact]
    public async Task Grant_HoldsTheBudgetsOfAllLevels_OutermostFirst()
    {
        var (key, keyId) = await NewKeyAsync();
        var (parent, parentId) = await NewTokenAsync(key, new { max_spend_usd = "0.9", max_requests = 9 });
        var (child, _) = await NewTokenAsync(parent);
        var (grandchild, grandchildId) = await NewTokenAsync(child, new { max_spend_usd = "0.5" });
        var ofKey = await NewBudgetAsync(OfKey(keyId), new { max_requests = 10, period = "life" });
        var ofProject = await NewBudgetAsync(OfProject, new { max_spend_usd = "20", period = "day" });
        var ofOrganization = await NewBudgetAsync(OfOrganization, new { max_spend_usd = "100", period = "month" });

        var budgets = (await GrantAsync(grandchild)).Budgets;
        Assert.Equal(
            [ofOrganization, ofProject, ofKey, parentId + ".usd", parentId + ".requests", grandchildId + ".usd"], budgets.Select(budget => budget.Id));
        Assert.Equal(
            [BudgetLevel.Organization, BudgetLevel.Project, BudgetLevel.Key, BudgetLevel.Token, BudgetLevel.Token, BudgetLevel.Token],
            budgets.Select(budget => budget.Level));
        Assert.Equal([100, 20, 10, 1, 9, 1], budgets.Select(budget => budget.Unit == LedgerUnit.Requests ? budget.Limit : (budget.Limit + 500_000_000) / NanoUsd.PerUsd));
        Assert.Equal((Farebox.ProjectId, keyId, parentId), (budgets[3].ProjectId, budgets[3].KeyId, budgets[3].TokenId));
        Assert.Equal([ofOrganization, ofProject, ofKey], (await GrantAsync(key)).Budgets.Select(budget => budget.Id));
    }

    [Fact]
    public async Task Grant_HoldsNothingOfOthers()
    {
        var (key, _) = await NewKeyAsync();
        var (_, otherKey) = await NewKeyAsync();
        await NewBudgetAsync(OfKey(otherKey), new { max_requests = 1, period = "life" });
        var otherProject = (await Admin.Post("/v1/organization/projects", new { name = "second" }).Expect(200)).String("id");
        await NewBudgetAsync($"/v1/organization/projects/{otherProject}/budgets", new { max_requests = 1, period = "life" });
        var (_, _, other) = await NewOrganizationAsync();
        await other.Post(OfOrganization, new { max_requests = 1, period = "life" }).Expect(200);
        Assert.Empty((await GrantAsync(key)).Budgets);
        Assert.Empty((await GrantAsync(Farebox.Options.AdminKey)).Budgets);
    }

    [Fact]
    public async Task Change_OfAnyLevel_IsInForceForKnownCredentialsAtOnce()
    {
        var (key, keyId) = await NewKeyAsync();
        var (token, _) = await NewTokenAsync(key);
        foreach (var path in new[] { OfOrganization, OfProject, OfKey(keyId) })
        {
            foreach (var credential in new[] { key, token }) Assert.Empty((await GrantAsync(credential)).Budgets);
            var id = await NewBudgetAsync(path, new { max_requests = 10, period = "day" });
            foreach (var credential in new[] { key, token }) Assert.Equal(10, (await GrantAsync(credential)).Budgets.Single().Limit);
            await Admin.Post($"{path}/{id}", new { max_requests = 3 }).Expect(200);
            foreach (var credential in new[] { key, token }) Assert.Equal(3, (await GrantAsync(credential)).Budgets.Single().Limit);
            await Admin.Delete($"{path}/{id}").Expect(200);
            foreach (var credential in new[] { key, token }) Assert.Empty((await GrantAsync(credential)).Budgets);
        }
    }

    [Fact]
    public async Task Change_OfOneProject_LeavesTheRestRemembered()
    {
        var (key, _) = await NewKeyAsync();
        var (otherId, otherProject, other) = await NewOrganizationAsync();
        await other.Post($"/v1/organization/projects/{otherProject}/api_keys", new { name = "theirs" }).Expect(200);
        await WhoAsync(key).Expect(200);
        var before = Lookups;
        await other.Post(OfOrganization, new { max_requests = 10, period = "day" }).Expect(200);
        await WhoAsync(key).Expect(200);
        Assert.Equal(before, Lookups);
        Assert.StartsWith("org_", otherId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_AboveMoreKeysThanAreNamed_IsInForceToo()
    {
        var (key, keyId) = await NewKeyAsync();
        await Farebox.Services.GetRequiredService<Database>().UpkeepAsync(connection => connection.Execute(
            """
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < @count)
            INSERT INTO api_keys (id, kind, organization_id, project_id, name, permissions, scopes, models, created_at)
            SELECT 'key_!' || i, kind, organization_id, project_id, name, permissions, scopes, models, created_at FROM n, api_keys WHERE id = @keyId
            """,
            new { keyId, count = 2 * OwnedKeysStore.MaxNamedKeys }));

        // One made before those and one behind them: whichever way they are listed, not both would be named.
        var (newer, _) = await NewKeyAsync();
        foreach (var known in new[] { key, newer }) Assert.Empty((await GrantAsync(known)).Budgets);
        await NewBudgetAsync(OfProject, new { max_requests = 10, period = "day" });
        foreach (var known in new[] { key, newer }) Assert.Single((await GrantAsync(known)).Budgets);
    }

    [Theory]
    [InlineData(BudgetLevel.Organization)]
    [InlineData(BudgetLevel.Project)]
    [InlineData(BudgetLevel.Key)]
    [InlineData(BudgetLevel.Token)]
    public async Task ManyCallsAtOnce_GetExactlyWhatTheBudgetPaysFor(BudgetLevel level)
    {
        var (key, keyId) = await NewKeyAsync();
        var root = level == BudgetLevel.Token ? (await NewTokenAsync(key, new { max_spend_usd = "0.37" })).Value : key;
        if (level != BudgetLevel.Token)
        {
            var path = level switch { BudgetLevel.Organization => OfOrganization, BudgetLevel.Project => OfProject, _ => OfKey(keyId) };
            await NewBudgetAsync(path, new { max_spend_usd = "0.37", period = "month" });
        }

        // Twenty siblings below it: they share it exactly.
        var siblings = new List<string>();
        for (var i = 0; i < 20; i++) siblings.Add((await NewTokenAsync(root)).Value);
        var refused = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => CallAsync(siblings[i % siblings.Count], "0.01")));
        Assert.Equal(37, refused.Count(budget => budget is null));
        Assert.All(refused.OfType<Budget>(), budget => Assert.Equal(level, budget.Level));
        Assert.Equal("0", (await WhoAsync(siblings[0]).Expect(200)).Body.GetProperty("budgets")[0].GetProperty("left").GetString());
    }

    [Fact]
    public async Task LimitBelowWhatIsSpent_BlocksAndTakesNothingBack()
    {
        var (key, keyId) = await NewKeyAsync();
        var id = await NewBudgetAsync(OfKey(keyId), new { max_spend_usd = "1", period = "month" });
        Assert.Null(await CallAsync(key, "0.75"));
        var lowered = await Admin.Post($"{OfKey(keyId)}/{id}", new { max_spend_usd = "0.5" }).Expect(200);
        Assert.Equal(("0.5", "0.75", "0"), (lowered.String("limit"), lowered.String("spent"), lowered.String("left")));
        Assert.Equal(id, (await CallAsync(key, "0.01"))?.Id);
        Assert.Null(await CallAsync(key, "0")); // What costs nothing fits any budget in money.
        await Admin.Post($"{OfKey(keyId)}/{id}", new { max_spend_usd = "0.76" }).Expect(200);
        Assert.Null(await CallAsync(key, "0.01"));
        Assert.Equal(id, (await CallAsync(key, "0.01"))?.Id);
    }

    [Fact]
    public async Task NewPeriod_HasAllOfTheLimitAgain()
    {
        var (key, keyId) = await NewKeyAsync();
        await NewBudgetAsync(OfKey(keyId), new { max_requests = 1, period = "day" });
        Assert.Null(await CallAsync(key, "0"));
        Assert.NotNull(await CallAsync(key, "0"));
        Clock.Advance(TimeSpan.FromDays(1));
        Assert.Null(await CallAsync(key, "0"));
        Assert.NotNull(await CallAsync(key, "0"));
    }
}
