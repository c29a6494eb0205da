using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using Farebox.ConsolePages.Tests.Browsing;
using Farebox.Testing.Server;
using Farebox.Testing.Upstream;
using Microsoft.Playwright;
using OpenAI;
using OpenAI.Chat;

namespace Farebox.ConsolePages.Tests.Roads;

/// <summary>
/// A new person's whole road, in a real browser: the operator sets up; somebody signs up, confirms by the letter, adds an authenticator, makes a
/// key and copies it, tops up by a voucher, calls by the official client, finds the call in log and usage, rotates, revokes, and comes back by a
/// recovery code.
/// </summary>
public sealed class NewPersonTests(Chromium chromium) : IAsyncLifetime
{
    private const string Bob = "bob@example.org";
    private readonly string password = TestRecords.Secret("correct horse " + Path.GetRandomFileName());
    private readonly ScriptedUpstream upstream = ScriptedUpstream.Start();
    private RunningFarebox farebox = null!;

    private string Model => upstream.Models[0];

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        farebox = await RunningFarebox.StartAsync(options: options => options.SignUp = "open");
        await farebox.AddUpstreamAsync("scripted", upstream, free: false);
        await farebox.PriceAsync(new { model = Model, input = "2.50", output = "10.00" });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await farebox.DisposeAsync();
        await upstream.DisposeAsync();
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task NewPerson_FromSetUpToTheLastClick_GetsThere(string language)
    {
        var screen = Screen.Desk with { Language = language };
        await SetUpAsync(screen);
        await using var tab = await chromium.OpenAsync(farebox.BaseUrl, screen);
        var page = tab.Page;

        await SignUpAsync(page);
        Assert.Equal(language, await page.Locator("html").GetAttributeAsync("lang"));
        var recovery = await AddAuthenticatorAsync(page);
        await page.GotoAsync("/console");
        await page.ClickAsync("main table a");
        await page.WaitForURLAsync("**/overview");
        var home = page.Url[..^"/overview".Length];

        var secret = await CreateKeyAsync(page, home);
        Assert.Equal(429, (await Assert.ThrowsAsync<ClientResultException>(() => CallAsync(secret))).Status); // No credit yet.
        await RedeemAsync(page, home);
        await SeeCallAsync(page, home, FareOf(await CallAsync(secret)));

        var rotated = await RotateAsync(page, home);
        Assert.NotEmpty((await CallAsync(rotated)).Content);
        await RevokeAsync(page, home);
        Assert.Equal(401, (await Assert.ThrowsAsync<ClientResultException>(() => CallAsync(rotated))).Status);
        await ComeBackAsync(page, recovery);
    }

    private async Task SetUpAsync(Screen screen)
    {
        await using var tab = await chromium.OpenAsync(farebox.BaseUrl, screen);
        await tab.SetUpAsync(farebox, password);
    }

    private async Task SignUpAsync(IPage page)
    {
        await page.GotoAsync("/console");
        await page.ClickAsync("a[href='/console/sign-up']");
        await page.FillAsync("#name", "Bob");
        await page.FillAsync("#email", Bob);
        await page.FillAsync("input[type=password]", password);
        await page.ClickAsync("main form button.btn-primary");
        await page.WaitForURLAsync("**/console/sign-up?done=*");
        var (_, link) = await OutboxReading.LinkAsync(farebox, Bob, "/console/confirm");
        await page.GotoAsync(link);
        await page.FillAsync("#password", password);
        await page.ClickAsync("main form button.btn-primary");
        await page.WaitForURLAsync("**/console");
    }

    private async Task<string> AddAuthenticatorAsync(IPage page)
    {
        await page.ClickAsync("a[href='/console/account']");
        await page.ClickAsync("form[action='/console/account/authenticator/new'] button");
        var form = page.Locator("form[action='/console/account/authenticator']");
        await form.WaitForAsync();
        Assert.True(await page.Locator(".qr svg").IsVisibleAsync());
        var key = await page.Locator("main p code").InnerTextAsync();
        await form.Locator("#password").FillAsync(password);
        await form.Locator("#code").FillAsync(AuthenticatorApp.CodeAt(key, TimeProvider.System.GetUtcNow()));
        await form.Locator("button").ClickAsync();
        return (await page.Locator("main pre code").InnerTextAsync()).Split('\n')[0].Trim();
    }

    private static async Task<string> CreateKeyAsync(IPage page, string home)
    {
        await page.ClickAsync($"a[href='{new Uri(home).AbsolutePath}/api-keys'].entry");
        await page.ClickAsync("a[href$='/api-keys/new'] >> nth=0");
        await page.FillAsync("#name", "laptop");
        await page.ClickAsync("main form button.btn-primary");
        return await CopyAsync(page);
    }

    private static async Task<string> CopyAsync(IPage page)
    {
        await page.ClickAsync("[data-copy='secret']");
        var copied = await page.EvaluateAsync<string>("navigator.clipboard.readText()");
        Assert.Equal(await page.InputValueAsync("#secret"), copied);
        return TestRecords.Secret(copied);
    }

    private async Task RedeemAsync(IPage page, string home)
    {
        var made = await RunningFarebox.SendAsync(farebox.Admin, HttpMethod.Post, "/v1/system/vouchers", new { amount_usd = "5", count = 1 });
        var code = TestRecords.Secret(made.GetProperty("data")[0].GetProperty("code").GetString()!);
        await page.GotoAsync(home + "/billing");
        await page.ClickAsync("a[href$='/billing/add']");
        await page.FillAsync("#code", code);
        await page.ClickAsync("form[action$='/billing/redeem'] button.btn-primary");
        await page.WaitForURLAsync("**/billing?done=*");
        Assert.Contains("5.00", await page.InnerTextAsync("main"), StringComparison.Ordinal);
    }

    private static async Task SeeCallAsync(IPage page, string home, string fare)
    {
        await page.GotoAsync(home + "/logs");
        await page.ClickAsync("main tbody tr a >> nth=0");
        await page.WaitForURLAsync("**/logs/req_*");
        var call = await page.InnerTextAsync("main");
        Assert.Contains("laptop", call, StringComparison.Ordinal);
        Assert.Contains(fare, call, StringComparison.Ordinal);
        await page.GotoAsync(home + "/usage");
        Assert.Contains(fare, await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await page.WaitForSelectorAsync(".chart canvas");
    }

    private static async Task<string> RotateAsync(IPage page, string home)
    {
        await page.GotoAsync(home + "/api-keys");
        await page.ClickAsync("button[value=rotate]");
        return await CopyAsync(page);
    }

    private static async Task RevokeAsync(IPage page, string home)
    {
        await page.GotoAsync(home + "/api-keys");
        await page.ClickAsync("main tbody a.btn-outline-danger");
        await page.FillAsync("#name", "another");
        await page.ClickAsync("button.btn-danger");
        await page.WaitForSelectorAsync(".alert-danger");
        await page.FillAsync("#name", "laptop");
        await page.ClickAsync("button.btn-danger");
        await page.WaitForURLAsync("**/api-keys?done=key-revoked");
    }

    private async Task ComeBackAsync(IPage page, string recovery)
    {
        await page.ClickAsync("form[action='/console/sign-out'] button");
        await page.WaitForURLAsync("**/console/sign-in?done=signed-out");
        await page.FillAsync("#email", Bob);
        await page.FillAsync("#password", password);
        await page.ClickAsync("main form button.btn-primary");
        await page.WaitForURLAsync("**/console/sign-in/code");
        await page.FillAsync("#code", recovery);
        await page.ClickAsync("main form button.btn-primary");
        await page.WaitForURLAsync("**/console");
    }

    // By the prices of this test, for a million of each; the one call that was charged.
    private static string FareOf(ChatCompletion answer) =>
        (((answer.Usage.InputTokenCount * 2.5m) + (answer.Usage.OutputTokenCount * 10m)) / 1_000_000).ToString(CultureInfo.InvariantCulture);

    private async Task<ChatCompletion> CallAsync(string key)
    {
        var options = new OpenAIClientOptions { Endpoint = new Uri(farebox.BaseUrl, "/v1"), RetryPolicy = new ClientRetryPolicy(0) };
        var chat = new OpenAIClient(new ApiKeyCredential(key), options).GetChatClient(Model);
        return (await chat.CompleteChatAsync(new UserChatMessage("Hello"))).Value;
    }
}
