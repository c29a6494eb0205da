using System.Net;
using System.Text.RegularExpressions;
using Farebox.Server.Accounts.SignIn;
using Farebox.Server.Platform.Options;
using Farebox.Testing.Server;

namespace Farebox.Server.Tests.Accounts.External;

/// <summary>Linking a real OpenID provider to an account: by its owner alone, and not behind their back.</summary>
public sealed partial class ProviderLinkTests : ProviderTest
{
    private const string CookiePath = "/console/sign-in/with";
    private static readonly object Thief = new { sub = "thief", email = "thief@example.org", email_verified = true };

    [Fact]
    public async Task Link_InABrowserThatWasLeftOpen_AsksForThePassword_AndLocksAsSignInDoes()
    {
        await StartAsync();
        for (var i = 0; i < 4; i++)
            Assert.Equal("/console/account?error=wrong-password", (await AskToLinkAsync(AdasBrowser, i == 0 ? "" : "not " + Password)).Location);
        Assert.Equal("/console/account?error=locked", (await AskToLinkAsync(AdasBrowser, "not " + Password)).Location);
        Assert.Equal("/console/account?error=locked", (await AskToLinkAsync(AdasBrowser, Password)).Location);
        Assert.Equal(Told.Locked, await SignInAsync(NewBrowser(), Ada));
    }

    [Fact]
    public async Task Link_CountsWithTheTriesOfSignIn()
    {
        triesOfAddress = 2;
        await StartAsync();
        foreach (var _ in "12") Assert.Equal(HttpStatusCode.OK, (await AskToLinkAsync(AdasBrowser, Password)).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await AskToLinkAsync(AdasBrowser, Password)).Status);
    }

    [Fact]
    public async Task Link_WithAnAuthenticator_AsksForACodeToo_EachOnce()
    {
        await StartAsync();
        await Acme.BeAsync(Thief);
        await AdasBrowser.SendAsync("/console/account", new() { ["password"] = Password }, "/console/account/authenticator/new");
        var key = Key().Match((await AdasBrowser.OpenAsync("/console/account")).Html).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);
        string Code() => AuthenticatorCodes.At(AuthenticatorCodes.Decode(key), Clock.Seconds / 30);
        await AdasBrowser.SendAsync("/console/account", new() { ["code"] = Code(), ["password"] = Password }, "/console/account/authenticator");

        Assert.Equal("/console/account?error=wrong-code", (await AskToLinkAsync(AdasBrowser, Password)).Location);
        Assert.Equal("/console/account?error=wrong-code", (await AskToLinkAsync(AdasBrowser, Password, Code())).Location); // It was used.
        Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("/console/account?done=provider-added", await LinkAsync(AdasBrowser, code: Code()));
    }

    [Fact]
    public async Task Link_WithoutAPassword_AsksForASignInOfTheLastMinutes()
    {
        await StartAsync();
        await Acme.BeAsync(new { sub = "bob-1", email = "bob@example.org", email_verified = true });
        var bob = NewBrowser();
        Assert.Equal("/console", await SignInByProviderAsync(bob));
        Assert.Equal("/console/account?error=provider-last", (await UnlinkAsync(bob)).Location);

        Assert.Equal(HttpStatusCode.OK, (await AskToLinkAsync(bob, "")).Status);
        Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal("/console/account?error=not-fresh", (await AskToLinkAsync(bob, "")).Location);

        // What only goes on is no sign-in.
        await bob.SendAsync("/console/account", [], "/console/account/authenticator/new");
        Assert.Equal("/console/account?error=not-fresh", (await AskToLinkAsync(bob, "")).Location);
    }

    [Fact]
    public async Task LinkAndUnlink_AreToldByLetter()
    {
        await StartAsync();
        await Acme.BeAsync(Thief);
        await LinkAsync(AdasBrowser);
        var (added, _) = await OutboxReading.LinkAsync(Farebox, Ada, "/console/account");
        Assert.Contains("=?utf-8?B?", added, StringComparison.Ordinal); // The provider's name is not ASCII.
        Clock.Advance(TimeSpan.FromSeconds(1)); // Letters are told apart by when they were written.
        await UnlinkAsync(AdasBrowser);
        var (removed, _) = await OutboxReading.LinkAsync(Farebox, Ada, "/console/account", 2);
        Assert.NotEqual(added, removed);

        // What changes nothing is told to nobody.
        await UnlinkAsync(AdasBrowser);
        Assert.Equal(2, OutboxReading.Links(Farebox).Count(link => link.AbsolutePath == "/console/account"));
    }

    [Fact]
    public async Task Answer_InAnotherSession_OfTheSamePersonOrAnother_LinksNothing()
    {
        await StartAsync();
        await Acme.BeAsync(Thief);
        var back = await ComeBackToLinkAsync(AdasBrowser);
        var cookie = AdasBrowser.CookieOf("farebox-provider", CookiePath);
        var (elsewhere, bob) = (NewBrowser(), await BobAsync());
        Assert.Equal("/console", await SignInAsync(elsewhere, Ada));
        foreach (var other in new[] { bob, elsewhere })
        {
            other.Keep("farebox-provider", cookie, CookiePath);
            Assert.Equal("/console/account?error=provider-attempt", (await other.OpenAsync(back)).Location);
            back = await ComeBackToLinkAsync(AdasBrowser);
            cookie = AdasBrowser.CookieOf("farebox-provider", CookiePath);
        }

        Assert.Equal("/console/account?done=provider-added", (await AdasBrowser.OpenAsync(back)).Location);
    }

    [Fact]
    public async Task Answer_BroughtTwice_LinksOnce()
    {
        await StartAsync();
        await Acme.BeAsync(Thief);
        var back = await ComeBackToLinkAsync(AdasBrowser);
        var cookie = AdasBrowser.CookieOf("farebox-provider", CookiePath);
        Assert.Equal("/console/account?done=provider-added", (await AdasBrowser.OpenAsync(back)).Location);
        await UnlinkAsync(AdasBrowser);
        AdasBrowser.Keep("farebox-provider", cookie, CookiePath);
        Assert.Equal("/console/sign-in?error=provider-attempt", (await AdasBrowser.OpenAsync(back)).Location);
    }

    [Fact]
    public async Task Link_ByAddress_IsASignIn_WhichLinksNobody()
    {
        await StartAsync(signUp: "closed");
        await Acme.BeAsync(Thief);
        var back = await ComeBackAsync(AdasBrowser, "/console/sign-in/with/acme?link=guess");
        Assert.Equal("/console/sign-in?error=sign-up-closed", (await AdasBrowser.OpenAsync(back)).Location);
    }

    internal override void Adjust(FareboxOptions options)
    {
        if (triesOfAddress > 0) options.SignInsPerAddress = triesOfAddress;
    }

    private int triesOfAddress;

    private static Task<Page> UnlinkAsync(Browser browser) =>
        browser.SendAsync("/console/account", new() { ["id"] = "acme" }, "/console/account/providers");

    private async Task<Browser> BobAsync()
    {
        await People.AddAsync(Farebox, "bob@example.org");
        var bob = NewBrowser();
        Assert.Equal("/console", await SignInAsync(bob, "bob@example.org", People.Password));
        return bob;
    }

    [GeneratedRegex("<code>([A-Z2-7 ]{20,})</code>")]
    private static partial Regex Key();
}
