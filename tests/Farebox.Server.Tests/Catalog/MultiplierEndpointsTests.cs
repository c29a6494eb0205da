using Farebox.Contracts;
using Farebox.Contracts.Models;
using Farebox.Contracts.Organizations;
using Farebox.Kernel.Pricing;
using Farebox.Server.Tests.Upstreams;
using Farebox.Testing.Server;

namespace Farebox.Server.Tests.Catalog;

public sealed class MultiplierEndpointsTests : UpstreamsFixture
{
    private const string Route = "/v1/system/multipliers";

    private readonly ManualTimeProvider _clock = new();

    public MultiplierEndpointsTests() => Clock = _clock;

    private PricedModel Find(string organization) => Snapshot.Prices.Find("gpt-4o", organization, _clock.GetUtcNow().ToUnixTimeMilliseconds())!.Value;

    private async Task<string> OrganizationAsync() => (await Farebox.GetAsync<Organization>("/v1/organization")).Id;

    [Fact]
    public async Task Set_OfModelAndOrganization_BothApplyAndAreNamed()
    {
        var organization = await OrganizationAsync();
        var listed = Find(organization).Version;
        var ofModel = await Farebox.PostAsync<PriceMultiplier>(Route, new { model = "gpt-4o", multiplier = "1.50" });
        var ofOrganization = await Farebox.PostAsync<PriceMultiplier>(Route, new { organization_id = organization, multiplier = "0.2" });
        Assert.Equal(("catalog.multiplier", "gpt-4o", null, "1.5", "in_effect"), (ofModel.Object, ofModel.Model, ofModel.OrganizationId, ofModel.Multiplier, ofModel.State));
        Assert.Equal((null, organization), (ofOrganization.Model, ofOrganization.OrganizationId));

        await RestartAsync();
        var found = Find(organization);
        Assert.Equal(new Multipliers(1_500_000, 200_000), found.Multipliers);
        Assert.Equal($"{listed}*{ofModel.Id}*{ofOrganization.Id}", found.Version);
        Assert.Equal($"{listed}*{ofModel.Id}", Find("org_other").Version);
    }

    [Fact]
    public async Task Set_ForLater_BeginsThenAndTheOlderStaysOnRecord()
    {
        var first = await Farebox.PostAsync<PriceMultiplier>(Route, new { model = "gpt-4o", multiplier = "2" });
        var later = await Farebox.PostAsync<PriceMultiplier>(Route, new { model = "gpt-4o", multiplier = "3", effective_from = _clock.Seconds + 10 });
        Assert.Equal(2_000_000, Find("org").Multipliers.ModelPartsPerMillion);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(3_000_000, Find("org").Multipliers.ModelPartsPerMillion);

        var list = await Farebox.GetAsync<ListPage<PriceMultiplier>>($"{Route}?model=gpt-4o");
        Assert.Equal([(later.Id, "in_effect"), (first.Id, "inactive")], list.Data.Select(version => (version.Id, version.State)));
        Assert.Empty((await Farebox.GetAsync<ListPage<PriceMultiplier>>($"{Route}?model=other")).Data);
        Assert.Empty((await Farebox.GetAsync<ListPage<PriceMultiplier>>($"{Route}?organization_id={await OrganizationAsync()}")).Data);
        Assert.True((await Farebox.GetAsync<ListPage<PriceMultiplier>>($"{Route}?limit=1")).HasMore);
    }
}
