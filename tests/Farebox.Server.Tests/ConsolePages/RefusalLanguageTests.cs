using Farebox.ConsolePages;
using Farebox.Server.Tests.Accounts;

namespace Farebox.Server.Tests.ConsolePages;

/// <summary>What the API refuses of a form is told in the reader's language, with the API's own words beneath where that is not theirs.</summary>
public sealed class RefusalLanguageTests : ConsoleTest
{
    [Theory]
    [InlineData("projects/new", "name", "name", "")]
    [InlineData("projects/new", "name", "name", "a\u0007b")]
    [InlineData("billing/budgets", "max_spend_usd", "limit", "much")]
    [InlineData("invites", "email", "email", "nobody")]
    public async Task Field_IsToldInTheReadersLanguage(string path, string text, string field, string value)
    {
        var fields = new Dictionary<string, string> { ["period"] = "month", ["unit"] = "usd", ["role"] = "viewer", [field] = value };
        await AssertToldAsync(In(path), text, fields);
    }

    [Fact]
    public async Task LastOwner_IsToldInTheReadersLanguage() => await AssertToldAsync(
        In($"members/{Users["owner"]}/remove"), "conflict_role", new() { ["name"] = "owner@example.org" });

    [Fact]
    public async Task List_AskedForWhatItDoesNotKnow_SaysSoInTheReadersLanguage()
    {
        var browser = await BrowserAsync("owner");
        var path = In("logs") + "?after=nothing";
        var english = await browser.OpenAsync(path + "&lang=en");
        var words = english.Outcome!;
        Assert.Contains("'after'", words, StringComparison.Ordinal);
        AssertChinese(await browser.OpenAsync(path + "&lang=zh-CN"), "after", words);
    }

    private async Task AssertToldAsync(string path, string text, Dictionary<string, string> fields)
    {
        var browser = await BrowserAsync("owner");
        await browser.OpenAsync("/console?lang=en");
        var english = await browser.SendAsync(path, fields);
        var words = english.Outcome!;
        Assert.Null(english.Location);
        Assert.True(System.Text.Ascii.IsValid(words) && words.Length > 10, words);
        Assert.Equal(2, english.Html.Split(words).Length);
        Assert.DoesNotContain("lang=\"en\">" + words, english.Html, StringComparison.Ordinal);

        await browser.OpenAsync("/console?lang=zh-CN");
        AssertChinese(await browser.SendAsync(path, fields), text, words);
    }

    private static void AssertChinese(Page page, string text, string words)
    {
        Assert.Equal(PageLanguage.Chinese.Text[RefusalTexts.Group + text], page.Outcome);
        Assert.Contains($"lang=\"en\">{words}</small>", page.Html, StringComparison.Ordinal);
    }
}
