using Farebox.Testing.Server;

namespace Farebox.Server.Tests.Accounts.External;

/// <summary>Signing in, signing up and linking by a real OpenID provider.</summary>
public sealed class ProviderSignInTests : ProviderTest
{
    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)] // The address comes from the user info.
    [InlineData(true, false)] // A client without a secret.
    public async Task NewPerson_WithAVerifiedAddress_GetsAnAccountAndComesBackToIt(bool claimsInToken, bool hasSecret)
    {
        await StartAsync(claimsInToken: claimsInToken, hasSecret: hasSecret);
        await Acme.BeAsync(new { sub = "bob-1", email = "bob@example.org", email_verified = true, name = "Bob" });
        var browser = NewBrowser();
        Assert.Contains("Acme & Söhne", (await browser.OpenAsync("/console/sign-in")).Html, StringComparison.Ordinal);

        Assert.Equal("/console", await SignInByProviderAsync(browser));
        Assert.Contains("Bob", (await browser.OpenAsync("/console")).Html, StringComparison.Ordinal);

        // The provider's name for him is what counts, not the address.
        await Acme.BeAsync(new { sub = "bob-1", email = "robert@example.org", email_verified = false });
        var again = NewBrowser();
        Assert.Equal("/console", await SignInByProviderAsync(again));
        Assert.Contains("bob@example.org", (await again.OpenAsync("/console/account")).Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/console/account", "/console/account")]
    [InlineData("//evil.example", "/console")]
    public async Task Page_ThatWasAskedFor_IsShownAfterTheProvider_AndNothingElse(string next, string led)
    {
        await StartAsync();
        await Acme.BeAsync(new { sub = "bob", email = "bob@example.org", email_verified = true, name = "Bob" });
        var browser = NewBrowser();
        var page = await browser.OpenAsync("/console/sign-in?next=" + Uri.EscapeDataString(next));
        var start = "/console/sign-in/with/acme?next=" + Uri.EscapeDataString(next);
        Assert.Equal(next == led, page.Html.Contains($"href=\"{start}\"", StringComparison.Ordinal));
        Assert.Equal(led, (await browser.OpenAsync(await ComeBackAsync(browser, start))).Location);
    }

    [Fact]
    public async Task NewPerson_WhoseAddressIsNotVerified_IsNotTakenIn()
    {
        await StartAsync();
        await Acme.BeAsync(new { sub = "eve", email = "eve@example.org", email_verified = false });
        Assert.Equal("/console/sign-in?error=provider-unverified", await SignInByProviderAsync(NewBrowser()));
        await Acme.BeAsync(new { sub = "eve", name = "Eve" });
        Assert.Equal("/console/sign-in?error=provider-unverified", await SignInByProviderAsync(NewBrowser()));
        await Acme.BeAsync(new { sub = "eve", email = "eve@example.org", email_verified = "false" }); // Some spell it as a text.
        Assert.Equal("/console/sign-in?error=provider-unverified", await SignInByProviderAsync(NewBrowser()));
    }

    [Fact]
    public async Task NewPerson_WhereSignUpIsClosed_IsNotTakenIn()
    {
        await StartAsync(signUp: "closed");
        await Acme.BeAsync(new { sub = "bob-1", email = "bob@example.org", email_verified = true });
        Assert.Equal("/console/sign-in?error=sign-up-closed", await SignInByProviderAsync(NewBrowser()));
    }

    [Fact]
    public async Task InvitedPerson_WhereOnlyThoseAreTakenIn_FindsTheInvitation()
    {
        await StartAsync(signUp: "invitation");
        await RunningFarebox.SendAsync(Farebox.Admin, HttpMethod.Post, "/v1/organization/invites", new { email = "bob@example.org", role = "viewer" });
        await Acme.BeAsync(new { sub = "eve", email = "eve@example.org", email_verified = true });
        Assert.Equal("/console/sign-in?error=sign-up-invited", await SignInByProviderAsync(NewBrowser()));

        await Acme.BeAsync(new { sub = "bob-1", email = "bob@example.org", email_verified = true });
        var browser = NewBrowser();
        Assert.Equal("/console", await SignInByProviderAsync(browser));
        Assert.Contains("default", (await browser.OpenAsync("/console")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task KnownAddress_EvenVerified_OpensNothingUntilItsOwnerLinks()
    {
        await StartAsync();
        await Acme.BeAsync(new { sub = "ada-1", email = Ada, email_verified = true });
        Assert.Equal("/console/sign-in?error=provider-known", await SignInByProviderAsync(NewBrowser()));

        Assert.Equal("/console/account?done=provider-added", await LinkAsync(AdasBrowser));
        var browser = NewBrowser();
        Assert.Equal("/console", await SignInByProviderAsync(browser));
        Assert.Contains(Ada, (await browser.OpenAsync("/console/account")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ForgottenPassword_ChosenAnew_EndsEveryLinkedProvider()
    {
        await StartAsync();
        await Acme.BeAsync(new { sub = "thief", email = "thief@example.org", email_verified = true });
        await LinkAsync(AdasBrowser);
        await NewBrowser().SendAsync("/console/forgotten", new() { ["email"] = Ada });
        var (_, link) = await OutboxReading.LinkAsync(Farebox, Ada, "/console/reset");
        await FollowAsync(NewBrowser(), link, TestRecords.Secret("another horse " + Guid.NewGuid().ToString("N")));
        Assert.DoesNotContain("thief@example.org", (await AdasBrowser.OpenAsync("/console/account")).Html, StringComparison.Ordinal);
        var browser = NewBrowser();
        await SignInByProviderAsync(browser);
        Assert.DoesNotContain(Ada, (await browser.OpenAsync("/console/account")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Identity_LinkedToAnother_IsNotLinkedTwice()
    {
        await StartAsync();
        await Acme.BeAsync(new { sub = "bob-1", email = "bob@example.org", email_verified = true });
        Assert.Equal("/console", await SignInByProviderAsync(NewBrowser()));
        Assert.Equal("/console/account?error=provider-taken", await LinkAsync(AdasBrowser));
    }

    [Fact]
    public async Task AddressNeverConfirmed_TakenOverByAProvider_LosesItsPassword()
    {
        await StartAsync();
        await SignUpAsync(NewBrowser(), "bob@example.org");
        await Acme.BeAsync(new { sub = "bob-1", email = "bob@example.org", email_verified = true });
        Assert.Equal("/console", await SignInByProviderAsync(NewBrowser()));
        Assert.Equal(Told.Wrong, await SignInAsync(NewBrowser(), "bob@example.org"));
    }

    [Fact]
    public async Task Provider_Unlinked_OpensNothingAnyMore_ButTheLastWayInStays()
    {
        await StartAsync();
        await Acme.BeAsync(new { sub = "ada-1", email = Ada, email_verified = true });
        await LinkAsync(AdasBrowser);
        var removed = await AdasBrowser.SendAsync("/console/account", new() { ["id"] = "acme" }, "/console/account/providers");
        Assert.Equal("/console/account?done=provider-removed", removed.Location);
        Assert.Equal("/console/sign-in?error=provider-known", await SignInByProviderAsync(NewBrowser()));

        await Acme.BeAsync(new { sub = "bob-1", email = "bob@example.org", email_verified = true });
        var browser = NewBrowser();
        await SignInByProviderAsync(browser);
        var kept = await browser.SendAsync("/console/account", new() { ["id"] = "acme" }, "/console/account/providers");
        Assert.Equal("/console/account?error=provider-last", kept.Location);
    }

    [Fact]
    public async Task Provider_ThatChangedItsKeys_IsAskedForThemAgain_OnceAMinute()
    {
        await StartAsync();
        var account = new { sub = "bob-1", email = "bob@example.org", email_verified = true };
        await Acme.BeAsync(account);
        Assert.Equal("/console", await SignInByProviderAsync(NewBrowser()));

        await Acme.RestartAsync();
        await Acme.BeAsync(account);
        Assert.Equal("/console/sign-in?error=provider-failed", await SignInByProviderAsync(NewBrowser()));
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("/console", await SignInByProviderAsync(NewBrowser()));
    }

    [Fact]
    public async Task Refusal_AtTheProvider_IsTold()
    {
        await StartAsync();
        await Acme.BeAsync(new { sub = "bob-1", declines = true });
        Assert.Equal("/console/sign-in?error=provider-declined", await SignInByProviderAsync(NewBrowser()));
    }
}
