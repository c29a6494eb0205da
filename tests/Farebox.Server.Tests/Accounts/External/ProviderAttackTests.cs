using System.Web;

namespace Farebox.Server.Tests.Accounts.External;

/// <summary>What others do with the answers of a real OpenID provider: none of it signs anybody in.</summary>
public sealed class ProviderAttackTests : ProviderTest
{
    private static readonly object Bob = new { sub = "bob-1", email = "bob@example.org", email_verified = true };

    [Fact]
    public async Task Answer_BroughtTwice_CountsOnce()
    {
        await StartAsync();
        await Acme.BeAsync(Bob);
        var browser = NewBrowser();
        var back = await ComeBackAsync(browser);
        var cookie = browser.CookieOf("farebox-provider", "/console/sign-in/with");
        Assert.Equal("/console", (await browser.OpenAsync(back)).Location);
        Assert.Equal("/console/sign-in?error=provider-attempt", (await browser.OpenAsync(back)).Location);

        // With the cookie copied too.
        var thief = NewBrowser();
        thief.Keep("farebox-provider", cookie, "/console/sign-in/with");
        Assert.Equal("/console/sign-in?error=provider-attempt", (await thief.OpenAsync(back)).Location);
        Assert.Equal("/console/sign-in", (await thief.OpenAsync("/console")).Location);
    }

    [Fact]
    public async Task Answer_InABrowserThatDidNotAsk_IsRefused()
    {
        await StartAsync();
        await Acme.BeAsync(Bob);
        var back = await ComeBackAsync(NewBrowser());
        Assert.Equal("/console/sign-in?error=provider-attempt", (await NewBrowser().OpenAsync(back)).Location);
    }

    [Fact]
    public async Task Answer_AfterTenMinutes_IsTooLate()
    {
        await StartAsync();
        await Acme.BeAsync(Bob);
        var browser = NewBrowser();
        var back = await ComeBackAsync(browser);
        Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal("/console/sign-in?error=provider-attempt", (await browser.OpenAsync(back)).Location);
    }

    [Theory]
    [InlineData("nonce", "another")] // The token is of another attempt.
    [InlineData("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")] // The code is of another verifier: RFC 7636's example.
    public async Task Answer_ToAnotherQuestion_IsRefused(string parameter, string value)
    {
        await StartAsync();
        await Acme.BeAsync(Bob);
        var browser = NewBrowser();
        var back = await ComeBackAsync(browser, change: away => Change(away, parameter, value));
        Assert.Equal("/console/sign-in?error=provider-failed", (await browser.OpenAsync(back)).Location);
    }

    [Theory]
    [InlineData("state", "another", "provider-attempt")]
    [InlineData("iss", "https://evil.example", "provider-failed")]
    [InlineData("code", "another", "provider-failed")]
    public async Task Answer_Changed_IsRefused(string parameter, string value, string error)
    {
        await StartAsync();
        await Acme.BeAsync(Bob);
        var browser = NewBrowser();
        var back = await ComeBackAsync(browser);
        Assert.Equal("/console/sign-in?error=" + error, (await browser.OpenAsync(Change(back, parameter, value))).Location);
    }

    [Fact]
    public async Task Answer_WithoutItsIssuer_IsRefused_WhereTheProviderNamesIt()
    {
        await StartAsync();
        await Acme.BeAsync(Bob);
        var browser = NewBrowser();
        Assert.Equal("/console/sign-in?error=provider-failed", (await browser.OpenAsync(Change(await ComeBackAsync(browser), "iss", null))).Location);
    }

    [Fact]
    public async Task Answer_OfAnotherProvider_IsNotTakenForThisOnes()
    {
        // It would send browsers anywhere; what is at stake is that its answer passes for Acme's.
        await using var other = await IdentityProvider.StartAsync("http://127.0.0.1:1/unused");
        await StartAsync(other: other);
        await Acme.BeAsync(Bob);
        var browser = NewBrowser();
        var back = await ComeBackAsync(browser);
        Assert.Equal("/console/sign-in?error=provider-attempt", (await browser.OpenAsync(back.Replace("/acme/", "/other/"))).Location);

        back = await ComeBackAsync(browser);
        Assert.Equal("/console/sign-in?error=provider-failed", (await browser.OpenAsync(Change(back, "iss", other.Issuer))).Location);
    }

    [Fact]
    public async Task Provider_UnderAnotherName_IsNotTrusted()
    {
        await StartAsync();
        await Acme.RestartAsync(Acme.Issuer.Replace("127.0.0.1", "localhost", StringComparison.Ordinal));
        var left = await NewBrowser().OpenAsync("/console/sign-in/with/acme");
        Assert.Equal("/console/sign-in?error=provider-failed", left.Location);
    }

    [Fact]
    public async Task Leaving_TooOftenFromOneClient_IsAnsweredWithWhenToComeBack()
    {
        triesOfClient = 3; // The first is the set-up.
        await StartAsync();
        foreach (var _ in "12") Assert.StartsWith(Acme.Issuer, (await NewBrowser().OpenAsync("/console/sign-in/with/acme")).Location, StringComparison.Ordinal);
        Assert.Equal(System.Net.HttpStatusCode.TooManyRequests, (await NewBrowser().OpenAsync("/console/sign-in/with/acme")).Status);
        Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.StartsWith(Acme.Issuer, (await NewBrowser().OpenAsync("/console/sign-in/with/acme")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownProvider_IsNotThere()
    {
        await StartAsync();
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await NewBrowser().OpenAsync("/console/sign-in/with/nobody")).Status);
    }

    private int triesOfClient;

    internal override void Adjust(Platform.Options.FareboxOptions options)
    {
        if (triesOfClient > 0) options.SignInsPerClient = triesOfClient;
    }

    private static string Change(string address, string parameter, string? value)
    {
        var parts = address.Split('?', 2);
        var query = HttpUtility.ParseQueryString(parts[1]);
        Assert.NotNull(query[parameter]);
        if (value is null) query.Remove(parameter);
        else query[parameter] = value;
        return $"{parts[0]}?{query}";
    }
}
