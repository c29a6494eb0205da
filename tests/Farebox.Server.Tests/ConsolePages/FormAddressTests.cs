using System.Net;
using System.Text.RegularExpressions;
using Farebox.ConsolePages;
using Farebox.Server.Tests.Accounts;
using Farebox.Server.Tests.Hardening;

namespace Farebox.Server.Tests.ConsolePages;

/// <summary>A page that answers a form has the form's address: opening it, as its links for language and look do, leads to a page.</summary>
public sealed partial class FormAddressTests : Accounts.ConsoleTest
{
    [Fact]
    public async Task AddressOfEveryForm_Opened_IsAPageOrLeadsToOne()
    {
        await StartAsync(options => options.SignUp = "open");
        var pages = RouteList.Of(Farebox).Where(route => route.Method == "GET" && route.Metadata.GetMetadata<PageMark>() is not null)
            .Select(route => new Regex("^" + Parameter().Replace(Regex.Escape(route.Name[4..]).Replace("\\{", "{", StringComparison.Ordinal), "[^/]+") + "$")).ToList();
        var led = 0;
        foreach (var path in await FormList.OfAsync(Farebox))
        {
            using var answer = await AdasBrowser.FetchAsync(path + "?name=acme%2Ftiny&lang=zh-CN");
            var page = await Page.OfAsync(answer);
            if (page.Location is not { } location)
            {
                Assert.True(page.Status is HttpStatusCode.OK or HttpStatusCode.NotFound, $"{path}: {page.Status}");
                Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
                Assert.Contains(pages, pattern => pattern.IsMatch(path));
                continue;
            }

            led++;
            Assert.True(pages.Any(pattern => pattern.IsMatch(location.Split('?')[0])), $"{path} leads to {location}.");
        }

        Assert.True(led > 10, $"{led}");
    }

    [Fact]
    public async Task AddressOfAForm_LeadsToItsPage_WithTheQuery_AndOnlyWhoMaySeeThat()
    {
        await StartAsync(options => options.SignUp = "open");
        Assert.Equal(
            "/console/operator/models/one?name=acme%2Ftiny&lang=zh-CN", (await AdasBrowser.OpenAsync("/console/operator/models/price?name=acme%2Ftiny&lang=zh-CN")).Location);
        Assert.Equal("/console/operator/upstreams/up%0D%0A", (await AdasBrowser.OpenAsync("/console/operator/upstreams/up%0d%0a/act")).Location);
        Assert.Equal("/console/sign-in", (await NewBrowser().OpenAsync("/console/operator/models/price")).Location);
        Assert.Equal(HttpStatusCode.NotFound, (await AdasBrowser.OpenAsync("/console/org_none/billing/redeem")).Status);
    }

    [Theory]
    [InlineData("/console/nothing")]
    [InlineData("/console/operator/nothing/x")]
    [InlineData("/console/org_none/nothing")]
    public async Task AddressOfNothing_IsSaidToBe_OnAPage(string path)
    {
        await StartAsync(options => options.SignUp = "open");
        foreach (var browser in new[] { AdasBrowser, NewBrowser() })
        {
            var page = await browser.OpenAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, page.Status);
            Assert.Contains("There is nothing here", page.Html, StringComparison.Ordinal);
        }
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
