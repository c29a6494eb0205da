using System.Net;
using System.Text.RegularExpressions;
using Farebox.Server.Tests.Credentials;
using Farebox.Testing.Server;

namespace Farebox.Server.Tests.ConsolePages;

/// <summary>One key's page: its name, and access tokens that are derived from it for a try.</summary>
public sealed partial class KeyPageTests : ConsoleTest
{
    private string id = "";

    private string Key => In($"api-keys/{Farebox.ProjectId}/{id}");

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var made = await Farebox.Admin.Post($"/v1/organization/projects/{Farebox.ProjectId}/api_keys", new { name = "laptop" }).Expect(200);
        TestRecords.Secret(made.String("value"));
        id = made.String("id");
    }

    [Fact]
    public async Task Token_Minted_IsShownOnce_WorksAsNarrowAsAsked_AndEndsWhenItsNameIsTyped()
    {
        var browser = await BrowserAsync("admin");
        var page = await browser.SendAsync(Key, Wish(("label", "<script>try"), ("scopes", "model.read"), ("most", "0.50")), Key + "/tokens");
        var token = TestRecords.Secret(Token().Match(page.Html).Value);
        Assert.Contains($"Authorization: Bearer {token}", page.Html, StringComparison.Ordinal);
        using var holder = Farebox.With(token);
        var told = await holder.Get("/v1/key").Expect(200);
        Assert.Equal("[\"model.read\"]", told.Body.GetProperty("scopes").GetRawText());
        Assert.Equal("0.5", told.Body.GetProperty("budgets")[0].GetProperty("limit").GetString());

        var shown = await browser.OpenAsync(Key);
        Assert.DoesNotContain(token, shown.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>try", shown.Sent, StringComparison.Ordinal);
        var revoke = Revoke().Match(shown.Html).Groups[1].Value;
        AssertTold("That is not the token", await browser.SendAsync(revoke, new() { ["name"] = "try" }));
        await holder.Get("/v1/key").Expect(200);
        AssertTold("done=token-revoked", await browser.SendAsync(revoke, new() { ["name"] = "<script>try" }));
        await holder.Get("/v1/key").Expect(401);
    }

    [Theory]
    [InlineData("minutes", "0")]
    [InlineData("minutes", "x")]
    [InlineData("most", "a lot")]
    [InlineData("scopes", "keys.write")]
    [InlineData("models", "***")]
    public async Task Token_WronglyWishedFor_IsNotMade_AndThePageComesAgain(string field, string value)
    {
        var page = await (await BrowserAsync("admin")).SendAsync(Key, Wish((field, value)), Key + "/tokens");
        Assert.Contains("role=\"alert\"", page.Html, StringComparison.Ordinal);
        Assert.Empty((await Farebox.Admin.Get($"/v1/organization/projects/{Farebox.ProjectId}/api_keys/{id}/tokens").Expect(200)).Data);
    }

    [Fact]
    public async Task Key_OfAnArchivedProject_IsShownAsSuch_AndOffersNothing()
    {
        var project = (await Farebox.Admin.Post("/v1/organization/projects", new { name = "old" }).Expect(200)).String("id");
        var made = await Farebox.Admin.Post($"/v1/organization/projects/{project}/api_keys", new { name = "dusty" }).Expect(200);
        TestRecords.Secret(made.String("value"));
        var browser = await BrowserAsync("admin");
        var (list, path) = (In("projects/" + project), In($"api-keys/{project}/{made.String("id")}"));
        Assert.Contains($"action=\"{path}", (await browser.OpenAsync(path)).Html, StringComparison.Ordinal);
        Assert.Contains("bg-green-lt", (await browser.OpenAsync(list)).Html, StringComparison.Ordinal);

        await Farebox.Admin.Post($"/v1/organization/projects/{project}/archive", null).Expect(200);
        var page = await browser.OpenAsync(path);
        Assert.Contains("Archived", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain($"action=\"{path}", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("bg-green-lt", page.Html + (await browser.OpenAsync(list)).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Viewer_SeesTheKey_AndNeitherRenamesItNorMints()
    {
        var browser = await BrowserAsync("viewer");
        var page = await browser.OpenAsync(Key);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.DoesNotContain($"action=\"{Key}", page.Html, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"eyJ[\w-]+\.", (await browser.SendAsync(Key, Wish(), Key + "/tokens")).Html);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.SendAsync(Key, new() { ["name"] = "mine" }, Key + "/name")).Status);
        Assert.DoesNotContain("api-keys/new", (await browser.OpenAsync(In("api-keys"))).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_IsRenamed()
    {
        var browser = await BrowserAsync("admin");
        AssertTold("role=\"alert\"", await browser.SendAsync(Key, new() { ["name"] = "" }, Key + "/name"));
        AssertTold("done=saved", await browser.SendAsync(Key, new() { ["name"] = "desktop" }, Key + "/name"));
        Assert.Contains("desktop", (await browser.OpenAsync(In("api-keys"))).Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.OpenAsync(In($"api-keys/{Farebox.ProjectId}/key_nobodys"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.OpenAsync(Key + "/tokens/tok_nobodys/revoke")).Status);
    }

    private static Dictionary<string, string> Wish(params (string Name, string Value)[] fields)
    {
        var all = new Dictionary<string, string> { ["minutes"] = "15" };
        foreach (var (name, value) in fields) all[name] = value;
        return all;
    }

    [GeneratedRegex("eyJ[0-9A-Za-z_.-]+")]
    private static partial Regex Token();

    [GeneratedRegex("href=\"([^\"]+/tokens/tok_[^\"]+/revoke)\"")]
    private static partial Regex Revoke();
}
