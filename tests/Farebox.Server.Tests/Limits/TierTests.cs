using Farebox.Server.Limits;
using Farebox.Server.Platform;
using Farebox.Server.Tests.Credentials;
using Farebox.Server.Tests.Relay;
using Farebox.Testing.Server;

namespace Farebox.Server.Tests.Limits;

public sealed class TierTests : LimitTest
{
    [Fact]
    public async Task Tiers_AreThoseThatCameWithFarebox()
    {
        var tiers = (await Admin.Get("/v1/system/tiers").Expect(200)).Data.Select(tier => (
            tier.GetProperty("id").GetString(), tier.GetProperty("from_spent_usd").GetString(),
            tier.GetProperty("max_requests_per_1_minute").GetInt64(), tier.GetProperty("max_tokens_per_1_minute").GetInt64()));
        Assert.Equal([("1", "0", 3000L, 2_000_000L), ("2", "50", 10_000L, 10_000_000L), ("3", "500", 30_000L, 150_000_000L)], tiers);
    }

    [Fact]
    public async Task Rise_TakesEffectWithTheChargeThatReachesIt()
    {
        var (client, _, _) = await NewKeyAsync();
        var tier = TierOf(await OrganizationIdAsync());
        await Admin.Delete(tier).Expect(200);
        await Farebox.PriceAsync(new { model = "gpt-4o-mini", per_request = "25" });
        await Farebox.GrantAsync("100");
        Assert.Equal("3000", (await client.PostAsync(Calls.Body())).Header("x-ratelimit-limit-requests"));
        Assert.Equal("3000", (await client.PostAsync(Calls.Body())).Header("x-ratelimit-limit-requests"));
        var third = await client.PostAsync(Calls.Body());
        Assert.Equal(("10000", "9997"), (third.Header("x-ratelimit-limit-requests"), third.Header("x-ratelimit-remaining-requests")));
        var shown = await Admin.Get(tier).Expect(200);
        Assert.Equal(("2", "75", "3", "500"), (shown.String("tier"), shown.String("spent_usd"), shown.String("next_tier"), shown.String("next_tier_from_spent_usd")));
    }

    [Fact]
    public async Task Own_IsShownToWhoeverReadsTheOrganization_AndToNobodyElse()
    {
        await Admin.Post(TierOf(await OrganizationIdAsync()), new { tier = "3" }).Expect(200);
        var reader = await KeyAsync("organization.read");
        var own = await reader.Get("/v1/organization/tier").Expect(200);
        Assert.Equal(("organization.tier", "3", await OrganizationIdAsync()), (own.String("object"), own.String("tier"), own.String("organization_id")));
        await reader.Get(TierOf(await OrganizationIdAsync())).ExpectError(401, null);
        await (await KeyAsync("usage.read")).Get("/v1/organization/tier").ExpectError(401, null);

        async Task<HttpClient> KeyAsync(string scope) => Farebox.With(TestRecords.Secret((await Admin.Post(
            "/v1/organization/admin_api_keys", new { name = "k", scopes = new[] { scope } }).Expect(200)).String("value")));
    }

    [Fact]
    public async Task Pin_AndNumbers_GoBeforeWhatIsSpent()
    {
        var (client, _, _) = await NewKeyAsync();
        var tier = TierOf(await OrganizationIdAsync());
        await Admin.Delete(tier).Expect(200);
        var pinned = await Admin.Post(tier, new { tier = "3" }).Expect(200);
        Assert.Equal((true, "3", 30_000), (pinned.Body.GetProperty("is_pinned").GetBoolean(), pinned.String("tier"), pinned.Number("max_requests_per_1_minute")));
        Assert.Equal("30000", (await client.PostAsync(Calls.Body())).Header("x-ratelimit-limit-requests"));
        await Admin.Post(tier, new { max_requests_per_1_minute = 2 }).Expect(200);
        var second = await client.PostAsync(Calls.Body());
        Assert.Equal(("2", "0", "150000000"), (second.Header("x-ratelimit-limit-requests"), second.Header("x-ratelimit-remaining-requests"), second.Header("x-ratelimit-limit-tokens")));
        Assert.Equal(429, await StatusAsync(client));
        Assert.Equal("1", (await Admin.Delete(tier).Expect(200)).String("tier"));
        Assert.Equal(200, await StatusAsync(client));
    }

    [Fact]
    public async Task Set_WhatIsNotThere_IsRefused()
    {
        var tier = TierOf(await OrganizationIdAsync());
        await Admin.Post(tier, new { tier = "9" }).ExpectError(400, "invalid_value", "tier");
        await Admin.Post(tier, new { }).ExpectError(400, "missing_required_parameter", "tier");
        await Admin.Post(tier, new { max_tokens_per_1_minute = 0 }).ExpectError(400, "invalid_value", "max_tokens_per_1_minute");
        foreach (var call in new[] { Admin.Get(TierOf("org_none")), Admin.Post(TierOf("org_none"), new { tier = "1" }), Admin.Delete(TierOf("org_none")) })
            await call.ExpectError(404, "not_found");
        var (client, _, _) = await NewKeyAsync();
        await client.Get("/v1/system/tiers").ExpectError(401, null);
    }

    [Fact]
    public async Task FileOfTiers_GoesBeforeThoseThatCame()
    {
        var path = Path.Combine(Path.GetTempPath(), "farebox-test-" + Path.GetRandomFileName());
        await File.WriteAllTextAsync(path, """{"tiers":[{"name":"only","from_spent_usd":"0","max_concurrent_requests":7}]}""", TestContext.Current.CancellationToken);
        await using var farebox = await RunningFarebox.StartAsync(options: options => options.Tiers = path);
        Assert.Equal("only", (await farebox.Admin.Get("/v1/system/tiers").Expect(200)).Data.Single().GetProperty("id").GetString());
        File.Delete(path);
    }

    [Theory]
    [InlineData("nonsense", "is not a list of tiers")]
    [InlineData("""{"tiers":[]}""", "one tier must begin at 0 USD")]
    [InlineData("""{"tiers":[{"name":"1","from_spent_usd":"x"}]}""", "entry 1: 'from_spent_usd'")]
    [InlineData("""{"tiers":[{"from_spent_usd":"0"}]}""", "entry 1: 'name'")]
    [InlineData("""{"tiers":[{"name":"1","from_spent_usd":"0","max_requests_per_1_minute":0}]}""", "entry 1: 'max_requests_per_1_minute'")]
    public void FileThatIsNotRight_IsRefusedAtStart_NamingTheEntry(string json, string why)
    {
        var refused = Assert.Throws<StartRefusedException>(() => TierList.Parse(json, "`tiers`: x.json"));
        Assert.StartsWith("`tiers`: x.json", refused.Message, StringComparison.Ordinal);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }
}
