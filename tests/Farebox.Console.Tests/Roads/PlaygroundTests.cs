using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Farebox.ConsolePages.Tests.Browsing;
using Farebox.Testing.Server;
using Farebox.Testing.Upstream;
using Microsoft.Playwright;

namespace Farebox.ConsolePages.Tests.Roads;

/// <summary>The playground in a real browser: what it shows of an answer, what calls cost that ended well, were stopped or failed, and its code.</summary>
public sealed partial class PlaygroundTests(Chromium chromium) : IAsyncLifetime
{
    private const string Markup = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>";
    private readonly string password = TestRecords.Secret("correct horse " + Path.GetRandomFileName());
    private readonly ScriptedUpstream upstream = ScriptedUpstream.Start();
    private RunningFarebox farebox = null!;
    private Tab tab = null!;

    private IPage Page => tab.Page;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        farebox = await RunningFarebox.StartAsync();
        await farebox.AddUpstreamAsync("scripted", upstream, free: false);
        await farebox.PriceAsync(new { model = upstream.Models[0], input = "2.50", output = "10.00" });
        await farebox.GrantAsync("10");
        var key = await RunningFarebox.SendAsync(
            farebox.Admin, HttpMethod.Post, $"/v1/organization/projects/{farebox.ProjectId}/api_keys", new { name = "try" });
        TestRecords.Secret(key.GetProperty("value").GetString()!);
        tab = await chromium.OpenAsync(farebox.BaseUrl);
        await tab.SetUpAsync(farebox, password);
        var organization = (await farebox.GetAsync("/v1/organization")).GetProperty("id").GetString();
        await tab.OpenAsync($"/console/{organization}/playground");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await tab.DisposeAsync();
        await farebox.DisposeAsync();
        await upstream.DisposeAsync();
    }

    [Fact]
    public async Task Answer_IsShownAsText_WithItsExactFare_AndGoesIntoTheNextRequest()
    {
        upstream.Always(Answers.ChatStream(new StreamScript { Pieces = ["Here: ", Markup] }));
        await Page.FillAsync("#system", "Be brief.");
        await SendAsync("Hello");
        await IdleAsync();
        Assert.Equal("Here: " + Markup, await Page.Locator(".turn:not(.turn-mine) .turn-text").InnerTextAsync());
        Assert.DoesNotContain("owned", await Page.TitleAsync(), StringComparison.Ordinal);
        var charge = await ChargeAsync(1);
        Assert.Equal((charge, charge), (await FigureAsync("fare"), await FigureAsync("total")));

        await SendAsync("And again");
        await IdleAsync();
        var messages = JsonDocument.Parse(upstream.Calls[^1].Body).RootElement.GetProperty("messages").EnumerateArray().ToList();
        Assert.Equal(["system", "user", "assistant", "user"], messages.Select(message => message.GetProperty("role").GetString()));
        Assert.Equal("Here: " + Markup, messages[2].GetProperty("content").GetString());
        Assert.Equal(await ChargeAsync(2), await FigureAsync("total"));
    }

    [Fact]
    public async Task Stop_MidStream_LeavesWhatCame_AndCountsWhatItCost()
    {
        var gate = new Gate();
        upstream.Enqueue(Answers.ChatStream(new StreamScript { Pieces = ["One ", "two ", "three"], Gate = gate, HoldFromPiece = 2 }));
        await SendAsync("Count");
        await Page.Locator(".turn:not(.turn-mine) .turn-text", new() { HasText = "One" }).WaitForAsync();
        await Page.ClickAsync("#stop");
        await IdleAsync();
        Assert.StartsWith("One", await Page.Locator(".turn:not(.turn-mine) .turn-text").InnerTextAsync(), StringComparison.Ordinal);
        gate.Open();
        await SettledAsync();
        var charge = await ChargeAsync(1);
        Assert.NotEqual("$0.00", charge);
        Assert.Equal((charge, charge), (await FigureAsync("fare"), await FigureAsync("total")));
    }

    [Fact]
    public async Task Stop_BeforeAnythingCame_FreesThePage_AndCountsWhatItCostOnceItIsKnown()
    {
        var gate = new Gate();
        upstream.Enqueue(Answers.Behind(gate, Answers.ChatStream()));
        await SendAsync("Hello");
        await upstream.WaitForRequestAsync(TestContext.Current.CancellationToken);
        await Page.ClickAsync("#stop");
        await IdleAsync();
        gate.Open();
        await SettledAsync();
        Assert.Equal(await ChargeAsync(1), await FigureAsync("total"));
    }

    [Fact]
    public async Task Refusal_IsToldInTheApisWords_AndCostsNothing()
    {
        tab.Expected = 429;
        upstream.Always(Answers.RateLimited());
        await SendAsync("Hello");
        await Page.WaitForSelectorAsync("#problem:not([hidden])");
        Assert.NotEmpty(await Page.InnerTextAsync("#problem"));
        await SettledAsync();
        Assert.Equal(("$0.00", "$0.00"), (await FigureAsync("fare"), await FigureAsync("total")));
    }

    [Theory]
    [InlineData("curl", "/v1/chat/completions'")]
    [InlineData("Python", "from openai import OpenAI")]
    [InlineData("Node", "import OpenAI from \"openai\";")]
    [InlineData("C#", "using OpenAI.Chat;")]
    public async Task Code_InEachLanguage_SaysWhatStandsOnThePage(string language, string line)
    {
        await Page.ClickAsync("#code summary");
        await Page.FillAsync("#temperature", "0.5");
        await Page.FillAsync("#message", "Say \"it's\" \\ 你好");
        await Page.ClickAsync($"[data-language='{language}']");
        var code = await Page.InputValueAsync("#lines");
        Assert.Contains(line, code, StringComparison.Ordinal);
        Assert.Contains("0.5", code, StringComparison.Ordinal);
        Assert.Contains(language == "curl" ? "it'\\''s" : "it's", code, StringComparison.Ordinal);
        Assert.Contains("你好", code, StringComparison.Ordinal);
    }

    private async Task SendAsync(string message)
    {
        await Page.FillAsync("#message", message);
        await Page.ClickAsync("#send");
    }

    private Task IdleAsync() => Page.Locator("#log[aria-busy=false]").WaitForAsync();

    // The fare of the newest call is exact, and nothing is missing from the total.
    private Task SettledAsync() => Page.Locator("#fare", new() { HasTextRegex = Exact() }).WaitForAsync();

    private Task<string> FigureAsync(string id) => Page.InnerTextAsync("#" + id);

    /// <summary>What so many calls were charged by their records, as the page writes it.</summary>
    private async Task<string> ChargeAsync(int calls)
    {
        var records = (await farebox.GetAsync("/v1/organization/request_logs")).GetProperty("data").EnumerateArray().ToList();
        Assert.Equal(calls, records.Count);
        var sum = records.Sum(record => decimal.Parse(record.GetProperty("charge_usd").GetString()!, CultureInfo.InvariantCulture));
        return "$" + sum.ToString("0.00#######", CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^\$\d")]
    private static partial Regex Exact();
}
