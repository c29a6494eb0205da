using System.Diagnostics;
using Dapper;
using Farebox.Server.Storage;
using Farebox.Testing.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.Accounts;

/// <summary>Forgotten passwords, and another address.</summary>
public sealed class ForgottenPasswordTests : ConsoleTest
{
    private const string Forgotten = "/console/forgotten";
    private const string Reset = "/console/reset";
    private const string Undo = "/console/undo-email";
    private const string New = "countess@example.org";
    private const string Sent = Forgotten + "?done=sent";

    private string? providers;

    private string Chosen => TestRecords.Secret("another " + Password);

    internal override Task EndAsync()
    {
        if (providers is not null) File.Delete(providers);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Reset_ByTheLink_SetsThePassword_Once_AndEndsSessions()
    {
        await StartAsync();
        var browser = NewBrowser();
        Assert.Equal(Sent, (await browser.SendAsync(Forgotten, new() { ["email"] = Ada })).Location);
        var (_, link) = await OutboxReading.LinkAsync(Farebox, Ada, Reset);
        Assert.Contains("too short", (await FollowAsync(browser, link, "short")).Html, StringComparison.Ordinal);
        Assert.Equal("/console/sign-in?done=password-reset", (await FollowAsync(browser, link, Chosen)).Location);
        Assert.Equal("/console/sign-in", (await AdasBrowser.OpenAsync("/console")).Location);
        Assert.Equal(Told.Wrong, await SignInAsync(browser, Ada));
        Assert.Equal("/console", await SignInAsync(browser, Ada, Chosen));
        Assert.Contains("not good any more", (await FollowAsync(NewBrowser(), link, Chosen)).Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "linked to it: Acme & Söhne, urn:gone.")]
    [InlineData("zh-CN", "随之取消：Acme & Söhne、urn:gone。")]
    public async Task Reset_ThatUnlinksProviders_NamesThemInALetter(string language, string told)
    {
        await StartWithProviderAsync();
        await LinkProvidersAsync();
        var browser = NewBrowser();
        await browser.OpenAsync("/console/sign-in?lang=" + language);
        await browser.SendAsync(Forgotten, new() { ["email"] = Ada });
        Assert.NotNull((await FollowAsync(browser, (await OutboxReading.LinkAsync(Farebox, Ada, Reset)).Link, Chosen)).Location);
        Assert.Contains(told, await AccountLetterAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reset_ThatUnlinksNothing_SendsNoLetterAboutIt()
    {
        await StartAsync();
        var browser = NewBrowser();
        await browser.SendAsync(Forgotten, new() { ["email"] = Ada });
        Assert.NotNull((await FollowAsync(browser, (await OutboxReading.LinkAsync(Farebox, Ada, Reset)).Link, Chosen)).Location);
        await browser.SendAsync(Forgotten, new() { ["email"] = Ada });
        await OutboxReading.LinkAsync(Farebox, Ada, Reset, 2); // Letters go in their order.
        Assert.DoesNotContain(OutboxReading.Links(Farebox), link => link.AbsolutePath == "/console/account");
    }

    [Fact]
    public async Task EmailChanged_AndUndone_NamesTheProvidersThatItUnlinked()
    {
        await StartWithProviderAsync();
        var link = await ChangeAsync();
        await LinkProvidersAsync();
        Assert.Equal("/console/sign-in?done=email-undone", (await FollowAsync(NewBrowser(), link, Chosen)).Location);
        Assert.Contains("Acme & Söhne, urn:gone", await AccountLetterAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reset_TooLate_OrAltered_OrForSomebodyElse_ChangesNothing()
    {
        await StartAsync(options => (options.SignUp, options.LettersPerAddress) = ("open", 50));
        var browser = NewBrowser();
        await browser.SendAsync(Forgotten, new() { ["email"] = Ada });
        var (_, link) = await OutboxReading.LinkAsync(Farebox, Ada, Reset);
        await SignUpAsync(browser, "bob@example.org");
        var (_, confirm) = await OutboxReading.LinkAsync(Farebox, "bob@example.org", "/console/confirm");
        var bob = System.Web.HttpUtility.ParseQueryString(confirm.Split('?')[1]);
        var token = System.Web.HttpUtility.ParseQueryString(link.Split('?')[1])["token"];

        foreach (var wrong in new[] { $"{Reset}?user={bob["user"]}&token={token}", $"{Reset}?user={bob["user"]}&token={bob["token"]}", $"{Reset}?user=&token=", link + "A" })
            Assert.Contains("not good any more", (await FollowAsync(browser, wrong, Chosen)).Html, StringComparison.Ordinal);
        Clock.Advance(TimeSpan.FromMinutes(60));
        Assert.Contains("not good any more", (await FollowAsync(browser, link, Chosen)).Html, StringComparison.Ordinal);
        Assert.Equal("/console", await SignInAsync(browser, Ada));
    }

    [Fact]
    public async Task Forgotten_ForAnUnknownAddress_SaysTheSame_TakesAsLong_AndSendsNothing()
    {
        await StartAsync();
        var browser = NewBrowser();
        var pages = new List<string>();
        foreach (var email in new[] { "nobody@example.org", Ada })
        {
            var begun = Stopwatch.GetTimestamp();
            var sent = await browser.SendAsync(Forgotten, new() { ["email"] = email });
            Assert.InRange(Stopwatch.GetElapsedTime(begun).TotalMilliseconds, 590, 30_000);
            Assert.Equal(Sent, sent.Location);
            pages.Add((await browser.OpenAsync(sent.Location!)).Html);
        }

        Assert.Equal(pages[0], pages[1]);
        await OutboxReading.LinkAsync(Farebox, Ada, Reset);
        Assert.Single(OutboxReading.Links(Farebox));
    }

    [Fact]
    public async Task Reset_OfAnAddressThatWasNeverConfirmed_ConfirmsIt_AndTakesItFromWhoeverSignedUp()
    {
        await StartAsync(options => options.SignUp = "open");
        var (attacker, bob) = (NewBrowser(), NewBrowser());
        await SignUpAsync(attacker, "bob@example.org");
        await bob.SendAsync(Forgotten, new() { ["email"] = "bob@example.org" });
        var (_, link) = await OutboxReading.LinkAsync(Farebox, "bob@example.org", Reset);
        await FollowAsync(bob, link, Chosen);
        Assert.Equal("/console", await SignInAsync(bob, "bob@example.org", Chosen));
        Assert.Contains("Owner", (await bob.OpenAsync("/console")).Html, StringComparison.Ordinal);
        Assert.Equal(Told.Wrong, await SignInAsync(attacker, "bob@example.org"));
    }

    [Fact]
    public async Task Email_Changed_ByTheNewAddressesLink_TellsTheOldOne_AndSignsInByTheNewOneOnly()
    {
        await StartAsync();
        Assert.Equal(Told.WrongPassword, await AskAsync(New, "not " + Password));
        Assert.Equal("/console/account?done=email-asked", await AskAsync(New, Password));
        var (_, link) = await OutboxReading.LinkAsync(Farebox, New, "/console/account/email");
        var (told, _) = await OutboxReading.LinkAsync(Farebox, Ada, "/console/sign-in");
        Assert.Contains(New, told, StringComparison.Ordinal);
        Assert.StartsWith("/console/sign-in?next=", (await NewBrowser().OpenAsync(link)).Location, StringComparison.Ordinal); // Reading the letter is not enough.

        var fields = System.Web.HttpUtility.ParseQueryString(link.Split('?')[1]);
        Task<Page> Change(string email) => AdasBrowser.SendAsync(link, new() { ["email"] = email, ["token"] = fields["token"]! }, "/console/account/email/confirm");
        Assert.Equal("/console/account?error=link", (await Change("other@example.org")).Location);
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("/console/account?done=email-changed", (await Change(New)).Location);
        Assert.Equal("/console/account?error=link", (await Change(New)).Location);
        Assert.Contains(New, (await AdasBrowser.OpenAsync("/console/account")).Html, StringComparison.Ordinal);
        Assert.Equal(Told.Wrong, await SignInAsync(NewBrowser(), Ada));
        Assert.Equal("/console", await SignInAsync(NewBrowser(), New));
        Assert.Contains("is now " + New, (await OutboxReading.LinkAsync(Farebox, Ada, Undo)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EmailChanged_IsUndoneByTheOldAddressesLink_Once_WithAnotherPassword_WhateverTheThiefDidSince(bool changedPasswordToo)
    {
        await StartAsync();
        var link = await ChangeAsync();
        if (changedPasswordToo)
        {
            await AdasBrowser.SendAsync(
                "/console/account", new() { ["current"] = Password, ["chosen"] = "thief's " + Password }, "/console/account/password");
        }

        var ada = NewBrowser();
        Assert.Contains(Ada, (await ada.OpenAsync(link)).Html, StringComparison.Ordinal);
        Assert.Contains("too short", (await FollowAsync(ada, link, "short")).Html, StringComparison.Ordinal);
        Assert.Equal("/console/sign-in?done=email-undone", (await FollowAsync(ada, link, Chosen)).Location);
        Assert.Equal("/console/sign-in", (await AdasBrowser.OpenAsync("/console")).Location); // The thief's.
        Assert.Equal(Told.Wrong, await SignInAsync(NewBrowser(), New));
        Assert.Equal("/console", await SignInAsync(ada, Ada, Chosen));
        Assert.Contains("taken it back", (await OutboxReading.LinkAsync(Farebox, New, "/console/sign-in")).Text, StringComparison.Ordinal);
        Assert.Contains("not good any more", (await FollowAsync(NewBrowser(), link, "yet another " + Password)).Html, StringComparison.Ordinal);
        Assert.Equal("/console", await SignInAsync(NewBrowser(), Ada, Chosen));
    }

    [Fact]
    public async Task EmailChanged_IsNotUndoneByAnotherLink_NorTooLate_NorForAnAddressThatSomebodyElseConfirmed()
    {
        await StartAsync(options => options.SignUp = "open");
        var link = await ChangeAsync();
        const string Gone = "not good any more";
        Assert.Contains(Gone, (await FollowAsync(NewBrowser(), link + "A", Chosen)).Html, StringComparison.Ordinal);
        Assert.Contains(Gone, (await FollowAsync(NewBrowser(), link.Replace("ada%40", "eve%40", StringComparison.Ordinal), Chosen)).Html, StringComparison.Ordinal);
        var stolen = (await OutboxReading.LinkAsync(Farebox, New, "/console/account/email")).Link; // A token for another purpose.
        var token = System.Web.HttpUtility.ParseQueryString(stolen.Split('?')[1])["token"]!;
        Assert.Contains(Gone, (await FollowAsync(NewBrowser(), link.Split("&token=")[0] + "&token=" + token, Chosen)).Html, StringComparison.Ordinal);

        await SignUpAsync(NewBrowser(), Ada);
        await FollowAsync(NewBrowser(), (await OutboxReading.LinkAsync(Farebox, Ada, "/console/confirm")).Link, Password);
        Assert.Contains("is an account with this address", (await FollowAsync(NewBrowser(), link, Chosen)).Html, StringComparison.Ordinal);
        Clock.Advance(TimeSpan.FromHours(24));
        Assert.Contains(Gone, (await FollowAsync(NewBrowser(), link, Chosen)).Html, StringComparison.Ordinal);
        Assert.Equal("/console", await SignInAsync(NewBrowser(), New));
    }

    [Fact]
    public async Task Email_AskedForWithAWrongPassword_KeepsTheNewAddress_AndNotThePassword()
    {
        await StartAsync();
        var sent = await AdasBrowser.SendAsync("/console/account", new() { ["email"] = New, ["password"] = "not " + Password }, "/console/account/email");
        Assert.Equal((Told.WrongPassword, New, null), (sent.Outcome, sent.ValueOf("email"), sent.ValueOf("password")));
        Assert.DoesNotContain(Password, sent.Html, StringComparison.Ordinal);
        Assert.Null((await AdasBrowser.OpenAsync("/console/account?email=" + New)).ValueOf("email"));
    }

    [Fact]
    public async Task Email_OfSomebodyElse_IsNotTold_AndNotTaken()
    {
        await StartAsync(options => options.SignUp = "open");
        await SignUpAsync(NewBrowser(), "bob@example.org");
        Assert.Equal("/console/account?done=email-asked", await AskAsync("bob@example.org", Password));
        var (told, _) = await OutboxReading.LinkAsync(Farebox, "bob@example.org", "/console/sign-in");
        Assert.Contains("You have an account already", told, StringComparison.Ordinal);
        Assert.DoesNotContain(OutboxReading.Links(Farebox), link => link.AbsolutePath == "/console/account/email");
    }

    private async Task StartWithProviderAsync()
    {
        providers = Path.GetTempFileName();
        await File.WriteAllTextAsync(providers, """[{"id": "acme", "name": "Acme & Söhne", "issuer": "https://acme.example", "client_id": "farebox"}]""");
        await StartAsync(options => options.SignInProviders = providers);
    }

    /// <summary>Links Ada's account to that provider, and to one that is in the file no more.</summary>
    private Task<int> LinkProvidersAsync() => Farebox.Services.GetRequiredService<Database>().UpkeepAsync(connection => connection.Execute("""
        INSERT INTO logins SELECT 'urn:gone', 's', id, NULL, 1 FROM users UNION ALL SELECT 'https://acme.example', 's', id, NULL, 1 FROM users
        """));

    /// <summary>What the letter that leads to the account's page says.</summary>
    private async Task<string> AccountLetterAsync()
    {
        var (text, _) = await OutboxReading.LinkAsync(Farebox, Ada, "/console/account");
        return text;
    }

    /// <summary>Gives Ada's account another address, as whoever has her password can; the link in the letter to the old one.</summary>
    private async Task<string> ChangeAsync()
    {
        await AskAsync(New, Password);
        var link = (await OutboxReading.LinkAsync(Farebox, New, "/console/account/email")).Link;
        var fields = System.Web.HttpUtility.ParseQueryString(link.Split('?')[1]);
        var sent = await AdasBrowser.SendAsync(link, new() { ["email"] = New, ["token"] = fields["token"]! }, "/console/account/email/confirm");
        Assert.Equal("/console/account?done=email-changed", sent.Location);
        return (await OutboxReading.LinkAsync(Farebox, Ada, Undo)).Link;
    }

    private async Task<string?> AskAsync(string email, string password) =>
        (await AdasBrowser.SendAsync("/console/account", new() { ["email"] = email, ["password"] = password }, "/console/account/email")).Outcome;
}
