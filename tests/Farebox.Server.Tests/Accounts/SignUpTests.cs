using System.Diagnostics;
using System.Net;
using Farebox.Testing.Server;

namespace Farebox.Server.Tests.Accounts;

/// <summary>Sign-up, its letter, and the confirmation behind the letter's link.</summary>
public sealed class SignUpTests : ConsoleTest
{
    private const string Bob = "bob@example.org";
    private const string Confirm = "/console/confirm";
    private const string Done = "/console/sign-up?done=sent";

    [Fact]
    public async Task SignUp_Open_Confirmed_MakesAnOwnerOfANewOrganization_WithAProject()
    {
        await StartAsync(options => options.SignUp = "open");
        var browser = NewBrowser();
        Assert.Contains("/console/sign-up", (await browser.OpenAsync("/console/sign-in")).Html, StringComparison.Ordinal);
        Assert.Equal(Done, (await SignUpAsync(browser, Bob, name: "Bob <script>")).Location);
        Assert.Equal("/console/sign-in", (await browser.OpenAsync("/console")).Location);
        Assert.Equal(Told.Unconfirmed, await SignInAsync(browser, Bob));

        var (text, link) = await OutboxReading.LinkAsync(Farebox, Bob, Confirm);
        Assert.Contains("within 24 hours", text, StringComparison.Ordinal);
        Assert.Equal("/console", (await FollowAsync(browser, link, Password)).Location);
        var home = await browser.OpenAsync("/console");
        Assert.Contains("Bob &lt;script&gt;", home.Sent, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", home.Sent.Replace("<script src", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("Owner", home.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("default", home.Html, StringComparison.Ordinal); // Nobody joins the operator's organization by signing up.
        var organization = System.Text.RegularExpressions.Regex.Match(home.Html, "/console/(org_[^/\"]+)").Groups[1].Value;
        Assert.Equal(HttpStatusCode.OK, (await browser.OpenAsync($"/console/{organization}/api-keys/new")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.OpenAsync("/console/operator/anything")).Status);

        // Once.
        Assert.Contains("role=\"alert\"", (await FollowAsync(NewBrowser(), link, Password)).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Confirmation_WithAnotherPassword_OrTooLate_OrAltered_OpensNothing()
    {
        await StartAsync(options => options.SignUp = "open");
        var browser = NewBrowser();
        await SignUpAsync(browser, Bob);
        var (_, link) = await OutboxReading.LinkAsync(Farebox, Bob, Confirm);
        Assert.Contains("role=\"alert\"", (await FollowAsync(browser, link, "not " + Password)).Html, StringComparison.Ordinal);
        foreach (var end in new[] { link[^1] == 'A' ? "Q" : "A", "B", "%2B", "%F0%9F%8E%AB" })
            Assert.Contains("not good any more", (await FollowAsync(browser, link[..^1] + end, Password)).Html, StringComparison.Ordinal);
        Clock.Advance(TimeSpan.FromHours(24));
        Assert.Contains("not good any more", (await FollowAsync(browser, link, Password)).Html, StringComparison.Ordinal);
        Assert.Equal("/console/sign-in", (await browser.OpenAsync("/console")).Location);
    }

    [Fact]
    public async Task SignUp_Again_BeforeConfirming_CountsAlone_SoThatNobodyWaitsForAVictimsClick()
    {
        await StartAsync(options => options.SignUp = "open");
        var (attacker, bob) = (NewBrowser(), NewBrowser());
        var theirs = TestRecords.Secret("the attacker's " + Password);
        await SignUpAsync(attacker, Bob, theirs);
        var (_, first) = await OutboxReading.LinkAsync(Farebox, Bob, Confirm);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await SignUpAsync(bob, Bob);
        var (_, second) = await OutboxReading.LinkAsync(Farebox, Bob, Confirm, which: 2);
        Assert.Contains("not good any more", (await FollowAsync(attacker, first, theirs)).Html, StringComparison.Ordinal);
        Assert.Equal("/console", (await FollowAsync(bob, second, Password)).Location);
        Assert.Equal(Told.Wrong, await SignInAsync(attacker, Bob, theirs));
    }

    [Fact]
    public async Task SignUp_WithAKnownAddress_SaysTheSame_TakesAsLong_AndTellsItsOwner()
    {
        await StartAsync(options => options.SignUp = "open");
        var browser = NewBrowser();
        await SignUpAsync(browser, "warm-up@example.org");
        var times = new List<TimeSpan>();
        foreach (var email in new[] { Bob, Ada })
        {
            var page = await browser.OpenAsync("/console/sign-up");
            Assert.Equal(HttpStatusCode.OK, page.Status);
            var begun = Stopwatch.GetTimestamp();
            Assert.Equal(Done, (await SignUpAsync(browser, email)).Location);
            times.Add(Stopwatch.GetElapsedTime(begun));
        }

        Assert.All(times, time => Assert.InRange(time.TotalMilliseconds, 590, 30_000));
        var (text, _) = await OutboxReading.LinkAsync(Farebox, Ada, "/console/sign-in");
        Assert.Contains("You have an account already", text, StringComparison.Ordinal);
        Assert.Equal("/console", await SignInAsync(browser, Ada)); // Her password is what it was.
    }

    [Theory]
    [InlineData("closed", "bob@example.org", "takes no new accounts")]
    [InlineData("invitation", "bob@example.org", "takes no new accounts")]
    [InlineData("domain", "bob@other.example", "of certain domains")]
    [InlineData("domain", "bob@sub.example.org", "of certain domains")]
    [InlineData("domain", "bob@example.org@other.example", "no e-mail address")]
    [InlineData("open", "bob@example.org\r\nBcc: all@example.org", "no e-mail address")]
    public async Task SignUp_AgainstTheRules_SaysWhy_AndSendsNothing(string mode, string email, string told)
    {
        await StartAsync(options => (options.SignUp, options.SignUpDomains) = (mode, mode == "domain" ? ["example.org"] : []));
        var browser = NewBrowser();

        // Where there is no form, one is sent all the same, with the token of another page.
        var page = mode is "closed" or "invitation"
            ? await browser.SendAsync("/console/sign-in", Fields(email), "/console/sign-up")
            : await browser.SendAsync("/console/sign-up", Fields(email));
        Assert.Contains(told, page.Html, StringComparison.Ordinal);
        Assert.Empty(OutboxReading.Links(Farebox));
        Assert.Equal(mode is "open" or "domain", (await browser.OpenAsync("/console/sign-in")).Html.Contains("/console/sign-up", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("bob@example.org")]
    [InlineData("bob@EXAMPLE.org")]
    public async Task SignUp_OfAnAllowedDomain_IsTaken(string email)
    {
        await StartAsync(options => (options.SignUp, options.SignUpDomains) = ("domain", ["Example.org"]));
        Assert.Equal(Done, (await SignUpAsync(NewBrowser(), email)).Location);
        await OutboxReading.LinkAsync(Farebox, email, Confirm);
    }

    [Fact]
    public async Task SignUp_WithAShortPassword_IsRefused_TheSameForKnownAndUnknown()
    {
        await StartAsync(options => options.SignUp = "open");
        var pages = new[] { await SignUpAsync(NewBrowser(), Bob, "short"), await SignUpAsync(NewBrowser(), Ada, "short") };
        Assert.All(pages, page => Assert.Contains("too short", page.Html, StringComparison.Ordinal));
        Assert.Empty(OutboxReading.Links(Farebox));
    }

    [Fact]
    public async Task Letters_NameThePublicAddress_WhateverTheHostHeaderSays()
    {
        await StartAsync(options => (options.SignUp, options.PublicUrl) = ("open", "https://farebox.example.org/"));
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = Farebox.BaseUrl };
        http.DefaultRequestHeaders.Host = "evil.example";
        http.DefaultRequestHeaders.Add("X-Forwarded-Host", "evil.example");
        var page = await http.GetStringAsync(new Uri("/console/forgotten", UriKind.Relative), TestContext.Current.CancellationToken);
        var token = System.Text.RegularExpressions.Regex.Match(page, "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value;
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["email"] = Ada, ["__RequestVerificationToken"] = token });
        using var answer = await http.PostAsync(new Uri("/console/forgotten", UriKind.Relative), form, TestContext.Current.CancellationToken);
        await OutboxReading.LinkAsync(Farebox, Ada, "/console/reset");
        Assert.All(OutboxReading.Links(Farebox), link => Assert.Equal("https://farebox.example.org", link.GetLeftPart(UriPartial.Authority)));
    }

    [Fact]
    public async Task Letters_WithoutAPublicAddress_NameTheListeningOne_InTheReadersLanguage()
    {
        await StartAsync();
        await NewBrowser().SendAsync("/console/forgotten?lang=zh-CN", new() { ["email"] = Ada }, "/console/forgotten");
        var (text, _) = await OutboxReading.LinkAsync(Farebox, Ada, "/console/reset");
        Assert.Contains("分钟内", text, StringComparison.Ordinal);
        Assert.All(OutboxReading.Links(Farebox), link => Assert.Equal(Farebox.BaseUrl.GetLeftPart(UriPartial.Authority), link.GetLeftPart(UriPartial.Authority)));
    }

    [Fact]
    public async Task Home_TellsOperatorsThatLettersGoIntoTheOutbox_AndNobodyElse()
    {
        await StartAsync(options => options.SignUp = "open");
        var bob = NewBrowser();
        await SignUpAsync(bob, Bob);
        await FollowAsync(bob, (await OutboxReading.LinkAsync(Farebox, Bob, Confirm)).Link, Password);
        Assert.Contains(Path.Combine(Path.GetFullPath(Farebox.Options.Data), "outbox"), (await AdasBrowser.OpenAsync("/console")).Html, StringComparison.Ordinal);
        Assert.DoesNotContain("outbox", (await bob.OpenAsync("/console")).Html, StringComparison.Ordinal);
    }

    private Dictionary<string, string> Fields(string email) => new() { ["name"] = "Bob", ["email"] = email, ["password"] = Password };
}
