using System.Net;
using System.Text.Json;
using Farebox.Server.Accounts.SignIn;
using Farebox.Testing.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.Accounts;

/// <summary>Set-up, sign-in and sign-out, as a browser without scripts goes through them.</summary>
public sealed class SignInTests : IAsyncLifetime
{
    private const string Email = "ada@example.org";
    private readonly string password = TestRecords.Secret("correct horse " + Guid.NewGuid().ToString("N"));
    private RunningFarebox farebox = null!;
    private Browser browser = null!;

    public async ValueTask InitializeAsync()
    {
        farebox = await RunningFarebox.StartAsync();
        browser = new Browser(farebox.BaseUrl);
    }

    public async ValueTask DisposeAsync()
    {
        browser.Dispose();
        await farebox.DisposeAsync();
    }

    [Fact]
    public async Task FirstVisit_WithTheCode_MakesTheOperatorsAccount_OnceAndSignedIn()
    {
        Assert.Equal("/console/set-up", (await browser.OpenAsync("/console")).Location);
        Assert.Equal("/console/set-up", (await browser.OpenAsync("/console/sign-in")).Location);
        Assert.Equal("/console", (await SetUpAsync()).Location);

        var home = await browser.OpenAsync("/console");
        Assert.Equal(HttpStatusCode.OK, home.Status);
        Assert.Contains("Ada", home.Html, StringComparison.Ordinal);
        Assert.Contains("Owner", home.Html, StringComparison.Ordinal);

        // Nobody sets it up twice, with the code or without.
        using var other = new Browser(farebox.BaseUrl);
        Assert.Equal("/console/sign-in", (await other.OpenAsync("/console/set-up")).Location);
        Assert.Equal("/console/sign-in", (await other.OpenAsync("/console")).Location);
    }

    [Theory]
    [InlineData("code", "000000000000000000000000", "set-up code")]
    [InlineData("code", "", "set-up code")]
    [InlineData("password", "short", "too short")]
    [InlineData("email", "nobody", "no e-mail address")]
    [InlineData("email", "", "no e-mail address")]
    public async Task SetUp_WithAWrongField_SaysWhich_AndMakesNobody(string field, string value, string told)
    {
        var sent = await SetUpAsync((field, value));
        Assert.Contains(told, sent.Outcome, StringComparison.Ordinal);

        // Shown again as it was typed, but for the password.
        Assert.Equal(("Ada", field == "email" ? value : Email), (sent.ValueOf("name"), sent.ValueOf("email") ?? ""));
        Assert.DoesNotContain(password, sent.Html, StringComparison.Ordinal);
        Assert.Null(sent.ValueOf("password"));
        Assert.Equal("/console/set-up", (await browser.OpenAsync("/console")).Location);
    }

    [Fact]
    public async Task SignIn_WithTheRightPassword_LetsIn_AndSignOutLetsNobodyIn()
    {
        await SetUpAsync();
        using var other = new Browser(farebox.BaseUrl);
        Assert.Equal("/console", (await SignInAsync(other, Email.ToUpperInvariant(), password)).Location);
        Assert.Equal(HttpStatusCode.OK, (await other.OpenAsync("/console")).Status);
        var kept = other.Cookies["farebox"]!.Value;

        Assert.Equal("/console/sign-in?done=signed-out", (await other.SendAsync("/console", [], "/console/sign-out")).Location);
        Assert.Equal("/console/sign-in", (await other.OpenAsync("/console")).Location);

        // The cookie that was is worth nothing, for whoever kept it.
        using var thief = new Browser(farebox.BaseUrl, kept);
        Assert.Equal("/console/sign-in", (await thief.OpenAsync("/console")).Location);
        Assert.Equal(HttpStatusCode.OK, (await browser.OpenAsync("/console")).Status);
    }

    [Fact]
    public async Task SignIn_Wrong_SaysTheSameForEverybody_AndLocksAfterTooMany()
    {
        await SetUpAsync();
        using var other = new Browser(farebox.BaseUrl);
        Assert.Equal(Told.Wrong, (await SignInAsync(other, "nobody@example.org", password)).Outcome);
        for (var i = 1; i < 5; i++) Assert.Equal(Told.Wrong, (await SignInAsync(other, Email, "not " + password)).Outcome);
        Assert.Equal(Told.Locked, (await SignInAsync(other, Email, "not " + password)).Outcome);
        Assert.Equal(Told.Locked, (await SignInAsync(other, Email, password)).Outcome);
        Assert.Equal("/console/sign-in", (await other.OpenAsync("/console")).Location);
    }

    [Fact]
    public async Task SignIn_Wrong_KeepsTheAddress_EncodedAndNotThePassword()
    {
        await SetUpAsync();
        using var other = new Browser(farebox.BaseUrl);
        const string Typed = "\"><script>alert(1)</script>@example.org";
        var sent = await other.SendAsync("/console/sign-in", new() { ["email"] = Typed, ["password"] = "not " + password, ["remember"] = "on" });
        Assert.Contains(System.Net.WebUtility.HtmlEncode(Typed)[..10], sent.Sent, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", sent.Sent, StringComparison.Ordinal);
        Assert.DoesNotContain(password, sent.Html, StringComparison.Ordinal);
        Assert.Contains("name=\"remember\" checked", sent.Sent, StringComparison.Ordinal);
        sent = await SignInAsync(other, Email, "not " + password);
        Assert.Equal((Email, null), (sent.ValueOf("email"), sent.ValueOf("password")));

        // By the form alone: an address that comes by a link fills nothing in.
        Assert.Null((await other.OpenAsync("/console/sign-in?email=eve@example.org")).ValueOf("email"));
    }

    [Fact]
    public async Task SignIn_GivesANewSecretEachTime_WithTheRightFlags()
    {
        await SetUpAsync();
        var before = browser.Cookies["farebox"]!;
        Assert.True(before.HttpOnly);
        using var other = new Browser(farebox.BaseUrl);
        await SignInAsync(other, Email, password);
        var first = other.Cookies["farebox"]!.Value;
        Assert.NotEqual(before.Value, first);
    }

    [Fact]
    public async Task AccountsAndSessions_AreInTheAuditLog_WithWhoAndWhence()
    {
        await SetUpAsync();
        await browser.SendAsync("/console", [], "/console/sign-out");
        await SignInAsync(browser, Email, password);
        var told = (await RunningFarebox.SendAsync(farebox.Admin, HttpMethod.Get, "/v1/system/audit_logs?limit=20", null)).GetProperty("data").EnumerateArray()
            .Where(row => row.GetProperty("actor") is { ValueKind: JsonValueKind.Object } actor && actor.GetProperty("type").GetString() == "session").ToList();
        Assert.Equal(
            ["login.succeeded", "logout.succeeded", "login.succeeded", "user.added", "user.added"], told.Select(row => row.GetProperty("type").GetString()));
        Assert.All(told, row =>
        {
            var session = row.GetProperty("actor").GetProperty("session");
            Assert.Equal((Email, "127.0.0.1"), (session.GetProperty("user").GetProperty("email").GetString(), session.GetProperty("ip_address").GetString()));
            Assert.DoesNotContain(password, row.GetRawText(), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Form_WithoutItsToken_IsNotTaken()
    {
        await SetUpAsync();
        using var other = new Browser(farebox.BaseUrl);
        var sent = await other.PostAsync("/console/sign-in", new() { ["email"] = Email, ["password"] = password });
        Assert.Equal("/console/sign-in?error=stale", sent.Location);
        Assert.Null(other.Cookies["farebox"]);
        Assert.Equal("/console?error=stale", (await browser.PostAsync("/console/sign-out", [])).Location);
        Assert.Equal(HttpStatusCode.OK, (await browser.OpenAsync("/console")).Status);
    }

    private Task<Page> SetUpAsync(params (string Name, string Value)[] instead)
    {
        var fields = new Dictionary<string, string>
        {
            ["code"] = farebox.Services.GetRequiredService<SetUpCode>().Text, ["name"] = "Ada", ["email"] = Email, ["password"] = password,
        };
        foreach (var (name, value) in instead) fields[name] = value;
        return browser.SendAsync("/console/set-up", fields);
    }

    private static Task<Page> SignInAsync(Browser browser, string email, string password) =>
        browser.SendAsync("/console/sign-in", new() { ["email"] = email, ["password"] = password });
}
