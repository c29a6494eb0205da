using System.Net;
using System.Text.RegularExpressions;
using Farebox.Server.Accounts.SignIn;
using Farebox.Server.Tests.Accounts;
using Farebox.Testing.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.ConsolePages;

/// <summary>API keys in the console: created, used, rotated, disabled and revoked, as a browser without scripts does it.</summary>
public sealed partial class KeysPagesTests : IAsyncLifetime
{
    private readonly string password = TestRecords.Secret("correct horse " + Guid.NewGuid().ToString("N"));
    private RunningFarebox farebox = null!;
    private Browser browser = null!;
    private string keys = "";
    private string project = "";

    public async ValueTask InitializeAsync()
    {
        farebox = await RunningFarebox.StartAsync();
        browser = new Browser(farebox.BaseUrl);
        await browser.SendAsync("/console/set-up", new()
        {
            ["code"] = farebox.Services.GetRequiredService<SetUpCode>().Text, ["name"] = "Ada", ["email"] = "ada@example.org", ["password"] = password,
        });
        var home = await browser.OpenAsync("/console");
        keys = Link().Match(home.Html).Groups[1].Value;
        project = Project().Match((await browser.OpenAsync(keys + "/new")).Html).Groups[1].Value;
    }

    public async ValueTask DisposeAsync()
    {
        browser.Dispose();
        await farebox.DisposeAsync();
    }

    [Fact]
    public async Task Key_CreatedRotatedDisabledAndRevoked_WorksExactlyAsThePagesSay()
    {
        Assert.Contains("No keys yet", (await browser.OpenAsync(keys)).Html, StringComparison.Ordinal);
        var secret = await CreateAsync(("name", "laptop"), ("permissions", "all"));
        Assert.Equal(HttpStatusCode.OK, await CallAsync(secret));
        var list = await browser.OpenAsync(keys);
        Assert.Contains("laptop", list.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, list.Html, StringComparison.Ordinal);

        var form = KeyForm().Match(list.Html).Groups[1].Value;
        var rotated = SecretOf(await browser.SendAsync(keys, new() { ["verb"] = "rotate" }, form));
        Assert.NotEqual(secret, rotated);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await CallAsync(secret), await CallAsync(rotated)));

        Assert.Contains("done=key-disabled", (await browser.SendAsync(keys, new() { ["verb"] = "disable" }, form)).Location, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(rotated));
        Assert.Contains("done=key-enabled", (await browser.SendAsync(keys, new() { ["verb"] = "enable" }, form)).Location, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await CallAsync(rotated));

        var refused = await browser.SendAsync(form + "/revoke", new() { ["name"] = "desktop" });
        Assert.Contains("That is not the key", refused.Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await CallAsync(rotated));
        Assert.Contains("done=key-revoked", (await browser.SendAsync(form + "/revoke", new() { ["name"] = "laptop" })).Location, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(rotated));
        Assert.Contains("The key is revoked", (await browser.OpenAsync(keys + "?done=key-revoked")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_WithLessThanAll_IsWhatTheFormSaid()
    {
        var secret = await CreateAsync(
            ("name", "narrow"), ("permissions", "restricted"), ("scopes", "model.request:chat"), ("models", "eliza, gpt-4*"), ("expires", "7"), ("budget", "2.50"));
        using var holder = farebox.With(secret);
        var told = await RunningFarebox.SendAsync(holder, HttpMethod.Get, "/v1/key", null);
        Assert.Equal("[\"model.request:chat\"]", told.GetProperty("scopes").GetRawText());
        Assert.Equal("[\"eliza\",\"gpt-4*\"]", told.GetProperty("models").GetRawText());
        Assert.NotEqual(0, told.GetProperty("expires_at").GetInt64());
        Assert.Equal("2.5", told.GetProperty("budgets")[0].GetProperty("limit").GetString());
    }

    [Theory]
    [InlineData("0", HttpStatusCode.Unauthorized, "works no longer")]
    [InlineData("604800", HttpStatusCode.OK, "The secret before this one works until")]
    [InlineData("9", HttpStatusCode.OK, "The secret before this one works until")] // No choice of the page's: a day, as where none is made.
    public async Task Rotation_LetsTheOldSecretWorkAsLongAsChosen(string overlap, HttpStatusCode after, string told)
    {
        var secret = await CreateAsync(("name", "laptop"), ("permissions", "all"));
        var path = KeyForm().Match((await browser.OpenAsync(keys)).Html).Groups[1].Value;
        Assert.Contains("value=\"604800\"", (await browser.OpenAsync(path)).Html, StringComparison.Ordinal);
        var page = await browser.SendAsync(path, new() { ["verb"] = "rotate", ["overlap"] = overlap });
        Assert.Contains(told, page.Html, StringComparison.Ordinal);
        Assert.Contains("id=\"lines-0\"", page.Html, StringComparison.Ordinal);
        Assert.Contains("data-copy=\"lines-0\"", page.Html, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, after), (await CallAsync(SecretOf(page)), await CallAsync(secret)));
    }

    [Fact]
    public async Task Keys_OfMoreThanAPageOfTheApi_AreAllShown_TheNewestFirst_UpToWhatIsSaid()
    {
        for (var i = 0; i < 103; i++) await farebox.NewKeyAsync(new { name = $"key-{i:000}" });
        var all = await browser.OpenAsync(keys);
        Assert.True(all.Html.IndexOf("key-102", StringComparison.Ordinal) < all.Html.IndexOf("key-000", StringComparison.Ordinal));
        Assert.Contains("key-102", all.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("keys are shown here", all.Html, StringComparison.Ordinal);

        for (var i = 103; i < 501; i++) await farebox.NewKeyAsync(new { name = $"key-{i:000}" });
        var cut = await browser.OpenAsync(keys);
        Assert.Contains("Only 500 keys are shown here", cut.Html, StringComparison.Ordinal);
        Assert.Contains("key-500", cut.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("key-000", cut.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NewKey_ForAProject_HasItChosen_BeyondTheFirstHundredToo_ButNoArchivedOne()
    {
        var last = "";
        for (var i = 0; i < 101; i++) last = await NewProjectAsync($"project {i}");
        Assert.Contains($"value=\"{last}\" selected", (await browser.OpenAsync($"{keys}/new?project={last}")).Html, StringComparison.Ordinal);
        await RunningFarebox.SendAsync(farebox.Admin, HttpMethod.Post, $"/v1/organization/projects/{last}/archive", null);
        foreach (var other in new[] { last, "proj_nobodys" })
        {
            var page = await browser.OpenAsync($"{keys}/new?project={other}");
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.DoesNotContain($"value=\"{other}\"", page.Html, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("name", "")]
    [InlineData("models", "***")]
    [InlineData("budget", "a lot")]
    [InlineData("project", "proj_nobodys")]
    public async Task Key_WronglyWishedFor_IsNotMade_AndTheFormComesAgain(string field, string value)
    {
        var page = await SendAsync(("name", "laptop"), ("permissions", "all"), (field, value));
        Assert.Contains("role=\"alert\"", page.Html, StringComparison.Ordinal);
        var list = await browser.OpenAsync(keys);
        Assert.DoesNotContain("bg-green-lt", list.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_OfAnotherOrganization_AreNotThere()
    {
        var other = await RunningFarebox.SendAsync(farebox.Admin, HttpMethod.Post, "/v1/system/organizations", new { name = "other" });
        var path = keys.Replace(keys.Split('/')[2], other.GetProperty("id").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.OpenAsync(path)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.OpenAsync(keys.Replace("org_", "org_x", StringComparison.Ordinal))).Status);
        using var stranger = new Browser(farebox.BaseUrl);
        Assert.Equal("/console/sign-in?next=" + Uri.EscapeDataString(keys), (await stranger.OpenAsync(keys)).Location);
    }

    [Fact]
    public async Task NameWithMarkup_IsShownAsText()
    {
        await CreateAsync(("name", "<script>alert(1)</script>"), ("permissions", "all"));
        var page = await browser.OpenAsync(keys);
        Assert.Contains("<script>alert(1)</script>", page.Html, StringComparison.Ordinal); // Decoded by the test's browser,
        Assert.DoesNotContain("<script>alert", page.Sent, StringComparison.Ordinal); // and never sent as markup.
    }

    private async Task<string> CreateAsync(params (string Name, string Value)[] fields) => SecretOf(await SendAsync(fields));

    private Task<Page> SendAsync(params (string Name, string Value)[] fields)
    {
        var all = new Dictionary<string, string> { ["project"] = project };
        foreach (var (name, value) in fields) all[name] = value;
        return browser.SendAsync(keys + "/new", all);
    }

    private static string SecretOf(Page page)
    {
        var found = Secret().Match(page.Html);
        Assert.True(found.Success, page.Html);
        return TestRecords.Secret(found.Value);
    }

    private async Task<string> NewProjectAsync(string name) =>
        (await RunningFarebox.SendAsync(farebox.Admin, HttpMethod.Post, "/v1/organization/projects", new { name })).GetProperty("id").GetString()!;

    private async Task<HttpStatusCode> CallAsync(string secret)
    {
        using var client = farebox.With(secret);
        using var answer = await client.GetAsync(new Uri("/v1/models", UriKind.Relative), TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    [GeneratedRegex("href=\"(/console/org_[^\"]+/api-keys)\"")]
    private static partial Regex Link();

    [GeneratedRegex("value=\"(proj_[^\"]+)\"")]
    private static partial Regex Project();

    [GeneratedRegex("action=\"(/console/org_[^\"]+/api-keys/proj_[^\"/]+/key_[^\"/]+)\"")]
    private static partial Regex KeyForm();

    [GeneratedRegex("sk-fbx[0-9A-Za-z]{45}")]
    private static partial Regex Secret();
}
