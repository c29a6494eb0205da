using Farebox.ConsolePages;

namespace Farebox.Server.Tests.Accounts;

/// <summary>Where somebody goes on after sign-in: to the page that they asked for, and nowhere else.</summary>
public sealed class NextPageTests : ConsoleTest
{
    private const string SignIn = "/console/sign-in";

    [Theory]
    [InlineData("/console/account")]
    [InlineData("/console/operator/audit?type=user.added&after=event_1")]
    public async Task Page_ThatWasAskedFor_IsShownAfterSignIn_AlsoAfterAWrongPassword(string path)
    {
        await StartAsync();
        var browser = NewBrowser();
        var to = (await browser.OpenAsync(path)).Location!;
        Assert.Equal($"{SignIn}?next={Uri.EscapeDataString(path)}", to);
        var page = await browser.OpenAsync(to);
        Assert.Equal(path, page.ValueOf("next"));
        var wrong = await browser.SendAsync(to, new() { ["email"] = Ada, ["password"] = "not " + Password, ["next"] = path });
        Assert.Equal((Told.Wrong, path), (wrong.Outcome, wrong.ValueOf("next")));
        Assert.Equal(path, (await browser.SendAsync(to, new() { ["email"] = Ada, ["password"] = Password, ["next"] = path })).Location);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example/console/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/console/../x")]
    [InlineData("/console/%2e%2E/x")]
    [InlineData("/console/.%2e/x")]
    [InlineData("/console/./x")]
    [InlineData("/console//evil.example")]
    [InlineData("/console/%2f/evil.example")]
    [InlineData("/console/\\evil.example")]
    [InlineData("/console/%5cevil.example")]
    [InlineData("/console/a\r\nSet-Cookie: a=b")]
    [InlineData("/console/%0d%0a")]
    [InlineData("/console/\ta")]
    [InlineData("/console/é")]
    [InlineData("/console@evil.example")]
    [InlineData("/console.evil.example/")]
    [InlineData(" /console/account")]
    [InlineData("/console/sign-in/with/acme")]
    [InlineData("/v1/models")]
    [InlineData("")]
    public async Task AnywhereElse_IsNotGoneTo(string address)
    {
        Assert.Null(NextPage.Check(address));
        await StartAsync();
        var browser = NewBrowser();
        var to = $"{SignIn}?next={Uri.EscapeDataString(address)}";
        var page = await browser.OpenAsync(to);
        Assert.DoesNotContain("name=\"next\"", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("evil", page.Html.Replace("?lang", "", StringComparison.Ordinal).Split("<form class=\"card")[1], StringComparison.Ordinal);
        Assert.Equal("/console", (await browser.SendAsync(to, new() { ["email"] = Ada, ["password"] = Password, ["next"] = address })).Location);
    }

    [Fact]
    public void Address_ThatIsTooLong_IsNotTaken()
    {
        var longest = "/console/" + new string('a', 503);
        Assert.Equal(longest, NextPage.Check(longest));
        Assert.Null(NextPage.Check(longest + "a"));
    }

    [Fact]
    public async Task Form_OfAPage_IsNotRemembered_AsItWasNotSent()
    {
        await StartAsync();
        Assert.Equal(SignIn, (await NewBrowser().PostAsync("/console/account/password", [])).Location);
        Assert.Equal(SignIn + "?error=stale&next=%2Fconsole%2Faccount", (await NewBrowser().PostAsync(SignIn, new() { ["next"] = "/console/account" })).Location);
    }
}
