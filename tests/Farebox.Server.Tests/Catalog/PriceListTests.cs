using Farebox.Server.Catalog;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;
using Farebox.Testing.Server;

namespace Farebox.Server.Tests.Catalog;

public sealed class PriceListTests
{
    private static string File(string entry) => $$"""
        {"prices":[{"models":["first"],"input":"1","output":"2","source":"https://a.example/p","as_of":"2026-01-31"},{{entry}}]}
        """;

    private static string Entry(string members) => File($$"""{"models":["m"],"source":"https://a.example/p","as_of":"2026-01",{{members}}}""");

    [Fact]
    public void Shipped_EveryEntry_HasASourceAndADateAndCostsSomething()
    {
        var prices = PriceList.Load(new FareboxOptions()).Prices;
        Assert.All(prices, listed => Assert.False(listed.Version.Price!.IsFree));
        Assert.Equal(prices.Count, prices.Select(listed => listed.Version.Price!.Version).Distinct().Count());
        foreach (var model in new[] { "gpt-5-mini", "gpt-4o", "text-embedding-3-small", "claude-sonnet-4-5", "gemini-2.5-flash", "whisper-1" })
            Assert.Contains(prices, listed => listed.Version.Model == model);
    }

    [Fact]
    public void Shipped_Figures_AreReadExactly()
    {
        var price = PriceList.Load(new FareboxOptions()).Prices.Single(listed => listed.Version.Model == "gpt-5-mini").Version.Price!;
        Assert.Equal(("0.25", "0.025", "2"), (price.Input.ToString(), price.CachedInput!.Value.ToString(), price.Output.ToString()));
        Assert.Null(price.CacheWrite);
        Assert.StartsWith("list-20251113-", price.Version, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"input\":\"0.5\",\"output\":\"0\"")]
    [InlineData("\"per_image\":\"0.04\"")]
    [InlineData("\"per_audio_minute\":\"0.006\",\"note\":\"x\",\"via\":[\"https://b.example\"]")]
    [InlineData("\"per_request\":\"100000\",\"effective_from\":\"2030-12-31\"")]
    public void Parse_RightEntry_IsTaken(string members) => Assert.Equal("m", PriceList.Parse(Entry(members), "the list").Prices[1].Version.Model);

    [Theory]
    [InlineData("\"input\":\"0.5\"", "'output'")]
    [InlineData("\"output\":\"0.5\"", "'input'")]
    [InlineData("\"cached_input\":\"0.5\"", "'input'")]
    [InlineData("\"note\":\"nothing\"", "'input'")]
    [InlineData("\"input\":\"-1\",\"output\":\"1\"", "'input'")]
    [InlineData("\"input\":\"1\",\"output\":\"1e3\"", "'output'")]
    [InlineData("\"per_image\":\"100000.000000001\"", "'per_image'")]
    [InlineData("\"per_image\":\"0.0000000001\"", "'per_image'")]
    [InlineData("\"per_image\":\"1\",\"effective_from\":\"2030-13-01\"", "'effective_from'")]
    [InlineData("\"per_image\":\"1\",\"via\":[\"ftp://b.example\"]", "'via'")]
    public void Parse_WrongEntry_RefusesTheStartAndNamesIt(string members, string named)
    {
        var refused = Assert.Throws<StartRefusedException>(() => PriceList.Parse(Entry(members), "the list"));
        Assert.StartsWith("the list, entry 2 (m): ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"models":["m"],"per_image":"1","as_of":"2026-01-31"}""", "'source'")]
    [InlineData("""{"models":["m"],"per_image":"1","as_of":"2026-01-31","source":"http://a.example"}""", "'source'")]
    [InlineData("""{"models":["m"],"per_image":"1","source":"https://a.example"}""", "'as_of'")]
    [InlineData("""{"models":[],"per_image":"1","source":"https://a.example","as_of":"2026-01-31"}""", "'models'")]
    [InlineData("""{"models":[" "],"per_image":"1","source":"https://a.example","as_of":"2026-01-31"}""", "'models'")]
    [InlineData("""{"models":["m","m"],"per_image":"1","source":"https://a.example","as_of":"2026-01-31"}""", "m has a price")]
    [InlineData("""{"models":["first"],"per_image":"1","source":"https://a.example","as_of":"2026-01-31"}""", "first has a price")]
    public void Parse_EntryWithoutWhatItNeeds_IsRefused(string entry, string named)
    {
        var refused = Assert.Throws<StartRefusedException>(() => PriceList.Parse(File(entry), "the list"));
        Assert.Contains("entry 2", refused.Message, StringComparison.Ordinal);
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"prices":[{"models":["m"],"inputs":"1"}]}""")]
    [InlineData("""{"prices":[{"models":["m"],"input":1}]}""")]
    public void Parse_NoPriceList_IsRefused(string json) =>
        Assert.Contains("the list is not a price list", Assert.Throws<StartRefusedException>(() => PriceList.Parse(json, "the list")).Message, StringComparison.Ordinal);

    [Fact]
    public void Version_SameFigures_IsTheSameAndOtherFiguresAnother()
    {
        string Version(string members) => PriceList.Parse(Entry(members), "the list").Prices[1].Version.Price!.Version;
        Assert.Equal(Version("\"per_image\":\"1\""), Version("\"per_image\":\"1\",\"note\":\"said otherwise\""));
        Assert.NotEqual(Version("\"per_image\":\"1\""), Version("\"per_image\":\"1.1\""));
        Assert.NotEqual(Version("\"per_image\":\"1\""), Version("\"per_request\":\"1\""));
    }

    [Fact]
    public async Task Start_ListOfTheOperators_IsUsedOrRefusedByItsEntry()
    {
        var path = Path.Combine(Path.GetTempPath(), "farebox-prices-" + Path.GetRandomFileName());
        try
        {
            await System.IO.File.WriteAllTextAsync(path, Entry("\"per_image\":\"oops\""), TestContext.Current.CancellationToken);
            var refused = await Assert.ThrowsAsync<StartRefusedException>(() => RunningFarebox.StartAsync(options: options => options.PriceList = path));
            Assert.Contains("entry 2 (m): 'per_image'", refused.Message, StringComparison.Ordinal);

            await System.IO.File.WriteAllTextAsync(path, Entry("\"per_image\":\"1\""), TestContext.Current.CancellationToken);
            await using var farebox = await RunningFarebox.StartAsync(options: options => options.PriceList = path);
            Assert.Equal(2, (await farebox.GetAsync("/v1/system/prices")).GetProperty("data").GetArrayLength());
        }
        finally
        {
            System.IO.File.Delete(path);
        }

        await Assert.ThrowsAsync<StartRefusedException>(() => RunningFarebox.StartAsync(options: options => options.PriceList = path));
    }
}
