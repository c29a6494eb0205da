using System.Net;

namespace Farebox.Server.Tests.ConsolePages;

/// <summary>Models, prices and aliases in the console.</summary>
public sealed class CatalogPagesTests : OperatorTest
{
    private const string Models = Operator + "/models";
    private const string Tiny = Models + "/one?name=acme%2Ftiny";

    [Fact]
    public async Task Price_SetAndTakenBack_CountsAtOnce()
    {
        var set = await Browser.SendAsync(Tiny, new() { ["verb"] = "set", ["input"] = "1.25", ["output"] = "5", ["per_request"] = "0.001" }, Models + "/price?name=acme%2Ftiny");
        Assert.Equal(Tiny + "&done=price-set", set.Location);
        var price = (await Farebox.GetAsync("/v1/system/models/acme/tiny")).GetProperty("price");
        Assert.Equal(("1.25", "operator", "0.001"), (price.GetProperty("input").GetString(), price.GetProperty("origin").GetString(), price.GetProperty("per_request").GetString()));
        Assert.Contains("1.25", (await Browser.OpenAsync(Models)).Html, StringComparison.Ordinal);

        Assert.Equal(Tiny + "&done=price-ended", (await Browser.SendAsync(Tiny, new() { ["verb"] = "end" }, Models + "/price?name=acme%2Ftiny")).Location);
        Assert.Equal("free", (await Farebox.GetAsync("/v1/system/models/acme/tiny")).GetProperty("price").GetProperty("origin").GetString());
    }

    [Theory]
    [InlineData("input", "a lot")]
    [InlineData("from", "2001-01-01T00:00")]
    [InlineData("from", "soon")]
    public async Task Price_WronglyWishedFor_IsNotSet_AndTheFormComesAgain(string field, string value)
    {
        var fields = new Dictionary<string, string> { ["verb"] = "set", ["input"] = "1", ["output"] = "2", [field] = value };
        var page = await Browser.SendAsync(Tiny, fields, Models + "/price?name=acme%2Ftiny");
        Assert.Contains("role=\"alert\"", page.Html, StringComparison.Ordinal);
        Assert.Equal("free", (await Farebox.GetAsync("/v1/system/models/acme/tiny")).GetProperty("price").GetProperty("origin").GetString());
    }

    [Fact]
    public async Task ModelWithoutPrice_StandsOut_UntilItHasOne()
    {
        await Farebox.AddUpstreamAsync("dear", Provider, free: false);
        Assert.Contains("no price: calls are refused", (await Browser.OpenAsync(Models)).Html, StringComparison.Ordinal);
        foreach (var name in new[] { "acme%2Ftiny", "gpt-test" })
            await Browser.SendAsync(Models + "/one?name=" + name, new() { ["verb"] = "set", ["input"] = "0", ["output"] = "0" }, Models + "/price?name=" + name);
        Assert.DoesNotContain("no price: calls are refused", (await Browser.OpenAsync(Models)).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SettingsAndMultiplier_OfAModel_AreSaved()
    {
        await Browser.SendAsync(Tiny, new() { ["chat_only"] = "yes", ["reserve"] = "77" }, Models + "/one?name=acme%2Ftiny");
        var model = await Farebox.GetAsync("/v1/system/models/acme/tiny");
        Assert.Equal((false, true, 77), (model.GetProperty("enabled").GetBoolean(), model.GetProperty("chat_only").GetBoolean(), model.GetProperty("reserve_output_tokens").GetInt32()));
        Assert.Contains("reserve_output_tokens", (await Browser.SendAsync(Tiny, new() { ["reserve"] = "many" }, Models + "/one?name=acme%2Ftiny")).Html, StringComparison.Ordinal);

        var refused = await Browser.SendAsync(Tiny, new() { ["enabled"] = "yes", ["reserve"] = "many" }, Models + "/one?name=acme%2Ftiny");
        Assert.Contains("name=\"enabled\" value=\"yes\" checked", refused.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"chat_only\" value=\"yes\" checked", refused.Html, StringComparison.Ordinal);
        Assert.Contains("name=\"chat_only\" value=\"yes\" checked", (await Browser.OpenAsync(Tiny)).Html, StringComparison.Ordinal);

        await Browser.SendAsync(Tiny, new() { ["multiplier"] = "1.5" }, Models + "/multiplier?name=acme%2Ftiny");
        Assert.Equal("1.5", (await Farebox.GetAsync("/v1/system/models/acme/tiny")).GetProperty("price").GetProperty("multiplier").GetString());
        Assert.Contains("'multiplier'", (await Browser.SendAsync(Tiny, new() { ["multiplier"] = "x" }, Models + "/multiplier?name=acme%2Ftiny")).Html, StringComparison.Ordinal);
        Assert.Contains("× 1.5", (await Browser.OpenAsync(Tiny)).Html, StringComparison.Ordinal);
        await Browser.SendAsync(Tiny, new() { ["verb"] = "multiplier-end", ["multiplier"] = "" }, Models + "/multiplier?name=acme%2Ftiny");
        Assert.Equal("1", (await Farebox.GetAsync("/v1/system/models/acme/tiny")).GetProperty("price").GetProperty("multiplier").GetString());
        Assert.DoesNotContain("× 1.5", (await Browser.OpenAsync(Tiny)).Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a//b")]
    [InlineData("nobody's")]
    public async Task ModelThatIsNotThere_IsNotFound(string name) =>
        Assert.Equal(HttpStatusCode.NotFound, (await Browser.OpenAsync(Models + "/one?name=" + Uri.EscapeDataString(name))).Status);

    [Fact]
    public async Task Alias_SetAndRemovedByName_IsAsThePagesSay()
    {
        const string Aliases = Operator + "/aliases";
        Assert.Equal(Aliases + "?done=alias-set", (await Browser.SendAsync(Aliases, new() { ["alias"] = "a<b>/short", ["target"] = "acme/tiny" })).Location);
        var page = await Browser.OpenAsync(Aliases);
        Assert.Contains("a<b>/short", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("a<b>", page.Sent, StringComparison.Ordinal);
        Assert.Contains("role=\"alert\"", (await Browser.SendAsync(Aliases, new() { ["alias"] = "..", ["target"] = "acme/tiny" })).Html, StringComparison.Ordinal);

        var remove = Aliases + "/remove?name=a%3Cb%3E%2Fshort";
        Assert.Contains("That is not the alias", (await Browser.SendAsync(remove, new() { ["name"] = "short" }, remove)).Html, StringComparison.Ordinal);
        Assert.Equal(Aliases + "?done=alias-removed", (await Browser.SendAsync(remove, new() { ["name"] = "a<b>/short" }, remove)).Location);
        Assert.DoesNotContain("a<b>/short", (await Browser.OpenAsync(Aliases)).Html, StringComparison.Ordinal);
    }
}
