using Farebox.Kernel.Ledger;
using Farebox.Kernel.Money;
using Farebox.Server.Budgets;
using Farebox.Server.Ledger;
using Farebox.Server.Platform;
using Farebox.Server.Tests.Credentials;
using Farebox.Testing.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.Budgets;

public sealed class SpendWatchTests : BudgetTest
{
    private const string Events = "/v1/organization/spend_events";

    [Fact]
    public async Task Thresholds_AreToldOnceEachAndNotBefore()
    {
        var (key, keyId) = await NewKeyAsync();
        var id = await NewBudgetAsync(OfKey(keyId), new { max_spend_usd = "1", period = "day" });
        foreach (var usd in new[] { "0.49", "0.01", "0.1", "0.2", "0.1", "0.1" }) Assert.Null(await CallAsync(key, usd));
        var told = await ToldAsync();
        Assert.Equal(["100 1", "50 0.5", "80 0.8"], Percents(told));
        Assert.All(told, seen => Assert.Equal(
            ("budget_threshold", id, "key", keyId, Clock.GetUtcNow().ToString("yyyy-MM-dd", null)),
            (seen.GetProperty("type").GetString(), seen.GetProperty("budget_id").GetString(), seen.GetProperty("level").GetString(),
                seen.GetProperty("key_id").GetString(), seen.GetProperty("period").GetString())));
        Assert.Equal(Clock.Seconds, told[0].GetProperty("created_at").GetInt64());
    }

    [Fact]
    public async Task OneChargeOverSeveralThresholds_TellsEach()
    {
        var (key, _) = await NewKeyAsync();
        await NewBudgetAsync(OfProject, new { max_requests = 2, period = "life" });
        Assert.Null(await CallAsync(key, "0"));
        Assert.Null(await CallAsync(key, "0"));
        Assert.Equal(["100 2", "50 1", "80 2"], Percents(await ToldAsync()));
    }

    [Fact]
    public async Task ManyCredentialsBelowOneBudget_TellItOnce()
    {
        await NewBudgetAsync(OfOrganization, new { max_requests = 4, period = "month" });
        for (var i = 0; i < 3; i++) Assert.Null(await CallAsync((await NewKeyAsync()).Value, "0"));
        Assert.Equal(["50 2"], Percents(await ToldAsync()));
    }

    [Fact]
    public async Task NextPeriodAndRaisedLimit_TellAgain()
    {
        var (key, keyId) = await NewKeyAsync();
        var id = await NewBudgetAsync(OfKey(keyId), new { max_requests = 2, period = "day" });
        Assert.Null(await CallAsync(key, "0"));
        Clock.Advance(TimeSpan.FromDays(1));
        Assert.Null(await CallAsync(key, "0"));
        Assert.Equal(["50 1", "50 1"], Percents(await ToldAsync()));
        await Admin.Post($"{OfKey(keyId)}/{id}", new { max_requests = 4 }).Expect(200);
        Assert.Null(await CallAsync(key, "0"));
        Assert.Equal(["50 1", "50 1", "50 2"], Percents(await ToldAsync()));
    }

    [Fact]
    public async Task LowBalance_IsToldOncePerCredit()
    {
        var (key, _) = await NewKeyAsync();
        var grant = await GrantAsync(key);
        var credit = AccountHandle.Credit(grant.OrganizationId!);
        await AddCreditAsync(credit, "2");
        await SpendCreditAsync("1"); // 1 USD is not below 1 USD.
        Assert.Empty(await ToldAsync());
        await SpendCreditAsync("0.1");
        await SpendCreditAsync("0.1");
        var told = Assert.Single(await ToldAsync());
        Assert.Equal(("low_balance", "0.9", "1"), (told.GetProperty("type").GetString(), told.GetProperty("amount").GetString(), told.GetProperty("limit").GetString()));
        await AddCreditAsync(credit, "5");
        await SpendCreditAsync("1");
        Assert.Single(await ToldAsync());
        await SpendCreditAsync("4");
        Assert.Equal(2, (await ToldAsync()).Length);

        async Task SpendCreditAsync(string usd)
        {
            var amount = NanoUsd.Parse(usd);
            var result = await Book.ReserveAsync(
                new RequestId(Farebox.Services.GetRequiredService<IdSource>().Next()), [new WantedLeg(credit, ContraAccount.Fares, amount.Value, null)]);
            await SettleAsync(grant, result.Reservation!, amount);
        }
    }

    [Fact]
    public async Task FreeCall_SaysNothingOfABalanceThatNeverWas()
    {
        var (key, _) = await NewKeyAsync();
        await NewBudgetAsync(OfProject, new { max_requests = 100, period = "day" });
        Assert.Null(await CallAsync(key, "0"));
        Assert.Empty(await ToldAsync());
    }

    [Fact]
    public async Task Events_AreLoggedByIdAndShownToTheirProjectOnly()
    {
        var (key, keyId) = await NewKeyAsync();
        var id = await NewBudgetAsync(OfKey(keyId), new { max_requests = 2, period = "day" });
        await NewBudgetAsync(OfOrganization, new { max_requests = 2, period = "day" });
        Assert.Null(await CallAsync(key, "0"));
        Assert.Equal(2, (await ToldAsync()).Length);
        Assert.Equal(id, Assert.Single((await With(key).Get(Events).Expect(200)).Data).GetProperty("budget_id").GetString());
        var (_, _, other) = await NewOrganizationAsync();
        Assert.Empty((await other.Get(Events).Expect(200)).Data);
        var page = await Admin.Get(Events + "?limit=1").Expect(200);
        Assert.True(page.Body.GetProperty("has_more").GetBoolean());
        Assert.Single((await Admin.Get($"{Events}?after={page.String("last_id")}").Expect(200)).Data);
    }

    [Fact]
    public async Task ChargeThatPassesNothing_MakesNoGarbage()
    {
        var (key, keyId) = await NewKeyAsync();
        await NewBudgetAsync(OfKey(keyId), new { max_requests = 100, period = "day" });
        await NewBudgetAsync(OfOrganization, new { max_spend_usd = "100", period = "month" });
        Assert.Null(await CallAsync(key, "0.01"));
        var grant = await GrantAsync(key);
        var charges = Farebox.Services.GetRequiredService<SettledCharges>();
        var charge = new SettledCharge(grant.OrganizationId!, grant.Budgets, NanoUsd.Parse("0.01"), Clock.GetUtcNow().ToUnixTimeMilliseconds());
        for (var warmUp = 0; warmUp < 100; warmUp++) charges.Announce(charge);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) charges.Announce(charge);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000);
    }

    /// <summary>All events, once everything that was told is written.</summary>
    private async Task<System.Text.Json.JsonElement[]> ToldAsync()
    {
        await Farebox.Services.GetRequiredService<SpendWatch>().WrittenAsync();
        return (await Admin.Get(Events + "?limit=100").Expect(200)).Data;
    }

    private Task<bool> AddCreditAsync(AccountHandle credit, string usd) => Book.WriteAsync(
        Actor.Server, credit, (_, trail, added) =>
        {
            trail.Add(TestAudit.Entry);
            return added.Add(Farebox.Services.GetRequiredService<IdSource>().Next(), ContraAccount.GrantedCredit, NanoUsd.Parse(usd).Value);
        });

    // In an order of their own: within a millisecond, ids have none.
    private static IEnumerable<string> Percents(IEnumerable<System.Text.Json.JsonElement> told) =>
        told.Select(seen => $"{seen.GetProperty("percent").GetInt32()} {seen.GetProperty("amount").GetString()}").Order(StringComparer.Ordinal);
}
