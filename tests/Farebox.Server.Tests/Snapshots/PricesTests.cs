using Farebox.Contracts.Models;
using Farebox.Contracts.Organizations;
using Farebox.Contracts.Upstreams;
using Farebox.Kernel.Pricing;
using Farebox.Server.Tests.Upstreams;
using Farebox.Server.Upstreams;

namespace Farebox.Server.Tests.Snapshots;

public sealed class PricesTests : UpstreamsFixture
{
    private PriceOrigin? Origin(string model) =>
        Snapshot.Prices.Find(model, "org", TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds())?.Origin;

    private Task<Upstream> AddFreeAsync(string name, bool free) =>
        Farebox.PostAsync<Upstream>(Path, new { name, base_url = Provider.BaseUrl, free });

    [Fact]
    public void Eliza_IsAnExplicitZero()
    {
        Assert.Equal(PriceOrigin.Free, Origin("eliza"));
        Assert.True(Snapshot.Prices.Find("eliza", "org", 0)!.Value.Price.IsFree);
        Assert.Equal("free", Snapshot.Prices.Find("eliza", "org", 0)!.Value.Version);
    }

    [Fact]
    public async Task Ollama_FoundInTheEnvironment_IsFreeAndOpenAiIsNot()
    {
        Provider.Models = ["llama3.2:latest"];
        Variables = new() { ["OLLAMA_HOST"] = Provider.BaseUrl.GetLeftPart(UriPartial.Authority) };
        await RestartAsync();
        await Discovery.RunRoundAsync(Token);
        Assert.Equal(PriceOrigin.Free, Origin("llama3.2:latest"));

        Provider.ApiKey = "sk-env";
        Variables = new() { ["OPENAI_API_KEY"] = "sk-env", ["OPENAI_BASE_URL"] = Provider.BaseUrl.ToString(), ["OLLAMA_HOST"] = "127.0.0.1:1" };
        await RestartAsync();
        await Discovery.RunRoundAsync(Token);
        Assert.False((await ShowAsync(EnvironmentUpstreams.OpenAiId)).Free);
        Assert.Null(Origin("llama3.2:latest"));
    }

    [Fact]
    public async Task Upstream_DeclaredFree_MakesItsModelsFreeUntilItIsNot()
    {
        Provider.Models = ["mine", "gpt-4o"];
        var added = await AddFreeAsync("one", free: true);
        Assert.True(added.Free);
        Assert.Equal((PriceOrigin.Free, PriceOrigin.Free), (Origin("mine"), Origin("gpt-4o")));
        await RestartAsync();
        Assert.Equal(PriceOrigin.Free, Origin("mine"));

        var changed = await Farebox.PostAsync<Upstream>($"{Path}/{added.Id}", new { free = false });
        Assert.False(changed.Free);
        Assert.Equal((null, PriceOrigin.List), (Origin("mine"), Origin("gpt-4o")));
        await Farebox.PostAsync<Upstream>($"{Path}/{added.Id}", new { position = 3 });
        Assert.False((await ShowAsync(added.Id)).Free);
    }

    [Fact]
    public async Task Model_AlsoAtAnUpstreamThatIsNotFree_IsNotFree()
    {
        Provider.Models = ["mine"];
        await AddFreeAsync("one", free: true);
        await AddFreeAsync("two", free: false);
        Assert.Null(Origin("mine"));
        await Farebox.PostAsync<ModelPrice>("/v1/system/prices", new { model = "mine", per_request = "0.1" });
        Assert.Equal(PriceOrigin.Operator, Origin("mine"));
    }

    [Fact]
    public async Task Reserve_OfAModel_IsTheOptionUnlessSet()
    {
        var eliza = Snapshot.Catalog.Models.Single();
        Assert.Equal(Farebox.Options.ReserveOutputTokens, Snapshot.ReserveOutputTokens(eliza));
        var updated = await Farebox.PostAsync<CatalogModel>("/v1/system/models/eliza", new { reserve_output_tokens = 100 });
        Assert.Equal(100, updated.ReserveOutputTokens);
        updated = await Farebox.PostAsync<CatalogModel>("/v1/system/models/eliza", new { chat_only = true });
        Assert.Equal(100, updated.ReserveOutputTokens);
        await RestartAsync();
        Assert.Equal(100, Snapshot.ReserveOutputTokens(Snapshot.Catalog.Models.Single()));
        updated = await Farebox.PostAsync<CatalogModel>("/v1/system/models/eliza", new { reserve_output_tokens = 0 });
        Assert.Equal(Farebox.Options.ReserveOutputTokens, updated.ReserveOutputTokens);
    }

    [Fact]
    public async Task CatalogModel_ShowsThePriceInEffectOrThatThereIsNone()
    {
        Provider.Models = ["mine", "gpt-4o"];
        await AddAsync();
        await Farebox.PostAsync<PriceMultiplier>("/v1/system/multipliers", new { model = "gpt-4o", multiplier = "1.1" });
        Assert.Null((await Farebox.GetAsync<CatalogModel>("/v1/system/models/mine")).Price);
        var price = (await Farebox.GetAsync<CatalogModel>("/v1/system/models/gpt-4o")).Price!;
        Assert.Equal(("list", "2.5", "1.25", "10", "1.1"), (price.Origin, price.Input, price.CachedInput, price.Output, price.Multiplier));
    }

    [Fact]
    public async Task Models_WithPrices_ShowWhatTheCallerPays()
    {
        Provider.Models = ["gpt-4o", "mine"];
        await AddAsync();
        var organization = (await Farebox.GetAsync<Organization>("/v1/organization")).Id;
        await Farebox.PostAsync<PriceMultiplier>("/v1/system/multipliers", new { model = "gpt-4o", multiplier = "1.1" });
        await Farebox.PostAsync<PriceMultiplier>("/v1/system/multipliers", new { organization_id = organization, multiplier = "2" });
        var key = Farebox.With(await Farebox.NewKeyAsync());

        var models = (await key.CallAsync(HttpMethod.Get, "/v1/models?include=prices")).Read<ModelWithPricesList>().Data;
        var prices = models.Single(model => model.Id == "gpt-4o").Prices!;
        Assert.Equal(("5.5", "2.75", null, "22", "0"), (prices.Input, prices.CachedInput, prices.CacheWrite, prices.Output, prices.PerImage));
        Assert.Equal("0", models.Single(model => model.Id == "eliza").Prices!.Input);
        Assert.Null(models.Single(model => model.Id == "mine").Prices);
        Assert.Equivalent(prices, models.Single(model => model.Id == "gpt-4-turbo").Prices, strict: true);

        var one = (await key.CallAsync(HttpMethod.Get, "/v1/models/gpt-4o?include[]=prices")).Read<ModelWithPrices>();
        Assert.Equivalent(prices, one.Prices, strict: true);
        Assert.Equal("include", (await key.CallAsync(HttpMethod.Get, "/v1/models?include=costs")).Error.Param);
    }

    [Fact]
    public async Task Models_WithoutPrices_KeepOpenAisExactShape()
    {
        var key = Farebox.With(await Farebox.NewKeyAsync());
        var list = (await key.CallAsync(HttpMethod.Get, "/v1/models")).Json;
        Assert.Equal(["object", "data"], list.EnumerateObject().Select(member => member.Name));
        Assert.All(
            list.GetProperty("data").EnumerateArray(),
            model => Assert.Equal(["id", "object", "created", "owned_by"], model.EnumerateObject().Select(member => member.Name)));
    }
}
