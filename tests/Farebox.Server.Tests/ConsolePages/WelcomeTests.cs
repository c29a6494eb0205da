using System.Net;
using System.Text.RegularExpressions;
using Farebox.ConsolePages;
using Farebox.Server.Tests.House;
using Farebox.Testing.Server;

namespace Farebox.Server.Tests.ConsolePages;

/// <summary>The page at <c>/</c>, over HTTP.</summary>
public sealed partial class WelcomeTests : IAsyncLifetime
{
    private RunningFarebox farebox = null!;
    private HttpClient browser = null!;

    public async ValueTask InitializeAsync()
    {
        farebox = await RunningFarebox.StartAsync();
        browser = farebox.With(null);
    }

    public async ValueTask DisposeAsync() => await farebox.DisposeAsync();

    [Theory]
    [InlineData("/", "", "en", "Farebox is running")]
    [InlineData("/", "de-DE, fr;q=0.5", "en", "Farebox is running")]
    [InlineData("/", "en-GB, zh-CN;q=0.9", "en", "Farebox is running")]
    [InlineData("/", "zh-CN,zh;q=0.9,en;q=0.8", "zh-CN", "Farebox 正在运行")]
    [InlineData("/", "en;q=0.1, zh-Hans;q=0.9", "zh-CN", "Farebox 正在运行")]
    [InlineData("/", "zh;q=0, en;q=0.1", "en", "Farebox is running")]
    [InlineData("/?lang=zh-CN", "en", "zh-CN", "Farebox 正在运行")]
    [InlineData("/?lang=en", "zh-CN", "en", "Farebox is running")]
    [InlineData("/?lang=tlh", "zh-CN", "zh-CN", "Farebox 正在运行")]
    public async Task Page_IsInTheReadersLanguage(string path, string accepted, string lang, string heading)
    {
        using var response = await GetAsync(path, accepted);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(lang, response.Content.Headers.ContentLanguage.Single());
        Assert.Contains("Accept-Language", response.Headers.Vary);
        var html = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains($"<html lang=\"{lang}\">", html, StringComparison.Ordinal);
        Assert.Contains($"<h1>{heading}</h1>", WebUtility.HtmlDecode(html), StringComparison.Ordinal);
        Assert.Contains($"{farebox.BaseUrl}v1</code>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_HasAStrictPolicy_AndNeedsNoScriptAndNoOtherHost()
    {
        foreach (var language in PageLanguage.All)
        {
            using var response = await GetAsync($"/?lang={language.Tag}", "");
            var policy = response.Headers.GetValues("Content-Security-Policy").Single();
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());

            var html = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("style=", html, StringComparison.OrdinalIgnoreCase);
            var links = Links().Matches(html).Select(match => match.Groups[1].Value).Distinct().ToList();
            Assert.Contains("console/style.css", links);
            foreach (var link in links)
            {
                var target = new Uri(farebox.BaseUrl, link);
                Assert.Equal(farebox.BaseUrl.Authority, target.Authority);
                using var found = await browser.GetAsync(target, TestContext.Current.CancellationToken);
                Assert.Equal(HttpStatusCode.OK, found.StatusCode);
            }
        }
    }

    [Fact]
    public async Task Style_ComesFromThisServer_AndNamesNoOther()
    {
        var style = await browser.GetStringAsync(new Uri("/console/style.css", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains("color-scheme: light dark", style, StringComparison.Ordinal);
        Assert.DoesNotContain("//", style, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", style, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.example&lt=b", HttpStatusCode.BadRequest)]
    [InlineData("gate.example:8443", HttpStatusCode.OK)]
    public async Task HostName_IsShownOnlyWhenItIsOne(string host, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.TryAddWithoutValidation("Host", host);
        using var response = await browser.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(status, response.StatusCode);
        var html = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(status == HttpStatusCode.OK, html.Contains($"http://{host}/v1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task HeadRequest_TellsTheLengthAndSendsNoBody()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/");
        using var response = await browser.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(response.Content.Headers.ContentLength > 1000);
        Assert.StartsWith("req_", response.Headers.GetValues("x-request-id").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/no/such/page")]
    [InlineData("POST", "/")]
    [InlineData("DELETE", "/healthz")]
    public async Task WhatNobodyServes_IsNotFoundInOpenAisShape(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await browser.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.StartsWith("req_", response.Headers.GetValues("x-request-id").Single(), StringComparison.Ordinal);
        Assert.Contains("unknown_url", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public void PathsThatThePageNames_AreInTheRepository()
    {
        foreach (var language in PageLanguage.All)
        {
            foreach (var name in language.Text.Names().Where(name => name.EndsWith("_path", StringComparison.Ordinal)))
                Assert.True(File.Exists(Path.Combine(Repository.Root, language.Text[name])), language.Text[name]);
        }
    }

    [Fact]
    public void TextThatIsNotThere_IsAnError() => Assert.Throws<KeyNotFoundException>(() => PageLanguage.English.Text["no such text"]);

    private async Task<HttpResponseMessage> GetAsync(string path, string accepted)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accepted.Length > 0) request.Headers.Add("Accept-Language", accepted);
        return await browser.SendAsync(request, TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("(?:href|src)=\"([^\"]+)\"")]
    private static partial Regex Links();
}
