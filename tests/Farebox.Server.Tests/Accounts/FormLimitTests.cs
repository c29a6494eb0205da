using System.Net;
using Farebox.Server.Accounts.Limiting;

namespace Farebox.Server.Tests.Accounts;

/// <summary>How often forms may be tried.</summary>
public sealed class FormLimitTests : ConsoleTest
{
    [Fact]
    public void Window_IsExact_InAnyStretchOfTime()
    {
        var window = new SlidingWindow(2, TimeSpan.FromMinutes(10), 100, Clock);
        Assert.Null(window.Take("a"));
        Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Null(window.Take("a"));
        Assert.Null(window.Take("b"));
        Assert.Equal(TimeSpan.FromMinutes(4), window.Take("a"));
        Clock.Advance(TimeSpan.FromMinutes(4) - TimeSpan.FromTicks(1));
        Assert.Equal(TimeSpan.FromTicks(1), window.Take("a"));
        Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Null(window.Take("a"));
        Assert.Equal(TimeSpan.FromMinutes(6), window.Take("a")); // A refused try is none.
    }

    [Fact]
    public void Window_HoldsNoMoreNamesThanItMay_AndNoneThatIsOver()
    {
        var window = new SlidingWindow(1, TimeSpan.FromMinutes(10), 3, Clock);
        foreach (var name in new[] { "a", "b", "c", "d" }) Assert.Null(window.Take(name));
        Assert.Equal(3, window.Names);
        Assert.NotNull(window.Take("d"));
        Assert.Null(window.Take("a")); // The longest silent was forgotten.
        Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Null(window.Take("e"));
        Assert.Equal(1, window.Names);
    }

    [Theory]
    [InlineData("ada@example.org")]
    [InlineData("nobody@example.org")]
    public async Task SignIn_TooOftenWithOneAddress_Is429_KnownOrNot_AndGoesOnLater(string email)
    {
        await StartAsync(options => (options.SignInsPerAddress, options.SignInMaxFailures) = (3, 100));
        var browser = NewBrowser();
        for (var i = 0; i < 3; i++) Assert.Equal(Told.Wrong, await SignInAsync(browser, email, "not " + Password));
        var refused = await browser.SendAsync("/console/sign-in", new() { ["email"] = email.ToUpperInvariant(), ["password"] = Password });
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
        Assert.Contains("about 10 min", refused.Html, StringComparison.Ordinal);
        Assert.Equal(Told.Wrong, await SignInAsync(browser, "other@example.org"));
        Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(email == Ada ? "/console" : Told.Wrong, await SignInAsync(browser, email));
    }

    [Theory]
    [InlineData("/console/sign-in")]
    [InlineData("/console/confirm")]
    [InlineData("/console/reset")]
    public async Task Forms_TooOftenFromOneClient_Are429(string path)
    {
        await StartAsync(options => options.SignInsPerClient = 3); // The first was the set-up.
        var browser = NewBrowser();
        Task<Page> Send(int i) => browser.SendAsync(path, new() { ["email"] = $"{i}@example.org", ["user"] = $"user_{i}", ["token"] = "t", ["password"] = Password });
        Assert.NotEqual(HttpStatusCode.TooManyRequests, (await Send(1)).Status);
        Assert.NotEqual(HttpStatusCode.TooManyRequests, (await Send(2)).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await Send(3)).Status);
    }

    [Theory]
    [InlineData("password", "current")]
    [InlineData("email", "password")]
    [InlineData("authenticator", "password")]
    public async Task AccountForms_TooOften_Are429_AndGoOnLater(string form, string field)
    {
        await StartAsync(options => (options.SignInsPerAddress, options.SignInMaxFailures) = (2, 100));
        var path = $"/console/account/{form}";
        Task<Page> Send() => AdasBrowser.SendAsync("/console/account", new() { [field] = "not " + Password, ["email"] = "e@example.org", ["code"] = "1" }, path);
        var wrong = form == "email" ? Told.WrongPassword : "/console/account?error=wrong-password"; // Shown again where something is worth keeping.
        for (var i = 0; i < 2; i++) Assert.Equal(wrong, (await Send()).Outcome);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await Send()).Status);
        Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(wrong, (await Send()).Outcome);
    }

    [Fact]
    public async Task AccountForm_WithWrongPasswords_LocksTheAccount_ForSignInToo()
    {
        await StartAsync(options => options.SignInMaxFailures = 3);
        Task<Page> Send(string current) =>
            AdasBrowser.SendAsync("/console/account", new() { ["current"] = current, ["chosen"] = "another " + Password }, "/console/account/password");
        for (var i = 0; i < 2; i++) Assert.Equal("/console/account?error=wrong-password", (await Send("not " + Password)).Location);
        Assert.Equal("/console/account?error=locked", (await Send("not " + Password)).Location);
        Assert.Equal("/console/account?error=locked", (await Send(Password)).Location);
        Assert.Equal(Told.Locked, await SignInAsync(NewBrowser(), Ada));
        Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("/console", await SignInAsync(NewBrowser(), Ada));
    }

    [Fact]
    public async Task AccountForm_WithTheRightPassword_NeverCounts()
    {
        await StartAsync(options => options.SignInMaxFailures = 3);
        for (var i = 0; i < 5; i++)
        {
            var sent = await AdasBrowser.SendAsync("/console/account", new() { ["current"] = Password, ["chosen"] = "short" }, "/console/account/password");
            Assert.Equal("/console/account?error=password-short", sent.Location);
        }
    }

    [Theory]
    [InlineData(Ada)]
    [InlineData("nobody@example.org")]
    public async Task WrongPasswords_AtOnce_AllCount_AndLockExactlyAtTheLimit(string email)
    {
        await StartAsync(options => options.SignInMaxFailures = 4);
        var browsers = Enumerable.Range(0, 10).Select(_ => NewBrowser()).ToList();
        var tokens = await Task.WhenAll(browsers.Select(browser => browser.TokenAsync("/console/sign-in")));
        var told = await Task.WhenAll(browsers.Zip(tokens, (browser, token) => browser.PostAsync(
            "/console/sign-in", new() { ["email"] = email, ["password"] = "not " + Password, ["__RequestVerificationToken"] = token })));
        Assert.Equal(3, told.Count(page => page.Outcome == Told.Wrong));
        Assert.Equal(7, told.Count(page => page.Outcome == Told.Locked));
        Assert.Equal(Told.Locked, await SignInAsync(NewBrowser(), email));

        // After the lock the count begins anew.
        Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(Told.Wrong, await SignInAsync(NewBrowser(), email, "not " + Password));
        Assert.Equal(email == Ada ? "/console" : Told.Wrong, await SignInAsync(NewBrowser(), email));
    }

    [Fact]
    public async Task WrongPasswords_AreForgottenWithASignIn_AndRightOnesDoNotCount()
    {
        await StartAsync(options => options.SignInMaxFailures = 3);
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 2; i++) Assert.Equal(Told.Wrong, await SignInAsync(NewBrowser(), Ada, "not " + Password));
            Assert.Equal("/console", await SignInAsync(NewBrowser(), Ada));
        }

        for (var i = 0; i < 4; i++) Assert.Equal("/console", await SignInAsync(NewBrowser(), Ada));
    }

    [Theory]
    [InlineData("/console/sign-up")]
    [InlineData("/console/forgotten")]
    public async Task Letters_TooOften_Are429_ByAddressAndByClient(string path)
    {
        await StartAsync(options => (options.SignUp, options.LettersPerAddress, options.LettersPerClient) = ("open", 2, 4));
        var browser = NewBrowser();
        Task<Page> Send(string email) => browser.SendAsync(path, new() { ["email"] = email, ["name"] = "", ["password"] = Password });
        foreach (var email in new[] { Ada, Ada, "nobody@example.org" }) Assert.Equal(path + "?done=sent", (await Send(email)).Location);
        var refused = await Send(Ada);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
        Assert.Contains("about 60 min", refused.Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await Send("somebody@example.org")).Status);
    }

    [Fact]
    public async Task Lock_LooksTheSame_ForAddressesThatNobodyHas()
    {
        await StartAsync();
        foreach (var email in new[] { Ada, "nobody@example.org" })
        {
            var browser = NewBrowser();
            for (var i = 1; i < 5; i++) Assert.Equal(Told.Wrong, await SignInAsync(browser, email, "not " + Password));
            Assert.Equal(Told.Locked, await SignInAsync(browser, email, "not " + Password));
            Assert.Equal(Told.Locked, await SignInAsync(browser, email));
        }

        Assert.Equal(Told.Wrong, await SignInAsync(NewBrowser(), "other@example.org"));
    }
}
