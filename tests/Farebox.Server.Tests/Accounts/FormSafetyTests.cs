using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Farebox.Server.Accounts.SignIn;
using Farebox.Testing.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.Accounts;

/// <summary>What other sites, other people's browsers and the network cannot do with the console's forms and cookies.</summary>
public sealed class FormSafetyTests : ConsoleTest
{
    [Fact]
    public async Task EveryForm_WithoutItsToken_DoesNothing()
    {
        await StartAsync(options => options.SignUp = "open");
        var paths = await FormList.OfAsync(Farebox);
        var before = (await Farebox.GetAsync("/v1/system/audit_logs?limit=1")).GetProperty("first_id").GetString();
        var fields = new Dictionary<string, string>
        {
            ["email"] = "bob@example.org", ["password"] = Password, ["name"] = "n", ["role"] = "viewer", ["current"] = Password, ["chosen"] = Password + "2",
        };
        foreach (var path in paths)
        {
            foreach (var browser in new[] { AdasBrowser, NewBrowser() })
            {
                // Also with the token of somebody else, whose cookie is another.
                var foreign = await NewBrowser().TokenAsync("/console/sign-in");
                foreach (var token in new[] { "", "CfDJ8", foreign })
                {
                    var sent = await browser.PostAsync(path, new(fields) { ["__RequestVerificationToken"] = token });
                    Assert.True(sent.Location is { } to && (to.Contains("error=stale", StringComparison.Ordinal) || to is "/console/sign-in" or "/console"), $"{path}: {sent.Status} {sent.Location}");
                }
            }
        }

        Assert.Equal(before, (await Farebox.GetAsync("/v1/system/audit_logs?limit=1")).GetProperty("first_id").GetString());
        Assert.Empty(OutboxReading.Links(Farebox));
    }

    [Fact]
    public async Task Token_IsGoodInTheSessionThatItWasMadeIn_Alone()
    {
        await StartAsync();
        await People.AddAsync(Farebox, "bob@example.org");
        var browser = NewBrowser();
        var before = await browser.TokenAsync("/console/sign-in");
        Task<Page> Send(string token) => browser.PostAsync("/console/account/authenticator/new", new() { ["__RequestVerificationToken"] = token });

        Assert.Equal("/console", await SignInAsync(browser, Ada));
        var first = await browser.TokenAsync("/console/account");
        Assert.Equal("/console?error=stale", (await Send(before)).Location);
        await browser.SendAsync("/console", [], "/console/sign-out");
        Assert.Equal("/console/sign-in", (await Send(first)).Location); // Nobody's any more: to sign in.

        Assert.Equal("/console", await SignInAsync(browser, Ada));
        Assert.Equal("/console?error=stale", (await Send(first)).Location); // The same person's, of another session.
        var second = await browser.TokenAsync("/console/account");
        await browser.SendAsync("/console", [], "/console/sign-out");
        Assert.Equal("/console", await SignInAsync(browser, "bob@example.org", People.Password));
        Assert.Equal("/console?error=stale", (await Send(second)).Location); // Another person's.
        Assert.Equal("/console/account", (await Send(await browser.TokenAsync("/console/account"))).Location);
    }

    [Fact]
    public async Task Page_ThatAnswersTheCallInWhichASessionWentOn_HasFormsThatWork()
    {
        await StartAsync();
        await AdasBrowser.SendAsync("/console/account", new() { ["password"] = Password }, "/console/account/authenticator/new");
        var key = System.Text.RegularExpressions.Regex.Match((await AdasBrowser.OpenAsync("/console/account")).Html, "<code>([A-Z2-7 ]{20,})</code>").Groups[1].Value;
        var code = AuthenticatorCodes.At(AuthenticatorCodes.Decode(key.Replace(" ", "", StringComparison.Ordinal)), Clock.Seconds / 30);
        var shown = await AdasBrowser.SendAsync("/console/account", new() { ["code"] = code, ["password"] = Password }, "/console/account/authenticator");
        Assert.Equal(HttpStatusCode.OK, shown.Status);
        var left = await AdasBrowser.PostAsync("/console/sign-out", new() { ["__RequestVerificationToken"] = Browser.TokenIn(shown.Html) });
        Assert.Equal("/console/sign-in?done=signed-out", left.Location);
    }

    [Fact]
    public async Task Session_UnderASecretThatTheBrowserBrought_IsNeverBegun()
    {
        await StartAsync();
        var planted = new string('A', 43);
        var victim = NewBrowser(planted);
        Assert.Equal("/console", await SignInAsync(victim, Ada));
        Assert.NotEqual(planted, victim.Cookies["farebox"]!.Value);
        Assert.Equal("/console/sign-in", (await NewBrowser(planted).OpenAsync("/console")).Location);
    }

    [Fact]
    public async Task Cookies_OverHttp_AreOutOfReachOfScripts()
    {
        await StartAsync();
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler);
        var form = await FormCookieAsync(http, new Uri(Farebox.BaseUrl, "/console/sign-in"));
        Assert.StartsWith("farebox-form=", form, StringComparison.Ordinal);
        var session = await SignInRawAsync(http, Farebox.BaseUrl);
        Assert.StartsWith("farebox=", session, StringComparison.Ordinal);
        foreach (var cookie in new[] { form, session })
        {
            foreach (var flag in new[] { "httponly", "samesite=lax", "path=/" }) Assert.Contains(flag, cookie, StringComparison.OrdinalIgnoreCase);
            foreach (var flag in new[] { "secure", "domain" }) Assert.DoesNotContain(flag, cookie, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Cookies_OverHttps_AreBoundToTheHost()
    {
        var folder = Directory.CreateTempSubdirectory("farebox-https-").FullName;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        await File.WriteAllTextAsync(Path.Combine(folder, "cert.pem"), certificate.ExportCertificatePem(), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "key.pem"), key.ExportPkcs8PrivateKeyPem(), TestContext.Current.CancellationToken);
        await using (var app = FareboxApp.Build(new Platform.Options.FareboxOptions
        {
            Listen = ["https://127.0.0.1:0"], Data = Path.Combine(folder, "data"), DetectUpstreams = false, LogLevel = "error",
            AdminKey = ServerProcess.NewAdminKey(),
            TlsCertificate = Path.Combine(folder, "cert.pem"), TlsKey = Path.Combine(folder, "key.pem"),
        }))
        {
            await app.StartAsync(TestContext.Current.CancellationToken);
            using var handler = new HttpClientHandler
            {
                AllowAutoRedirect = false, ServerCertificateCustomValidationCallback = (_, seen, _, _) => seen!.GetCertHashString() == certificate.GetCertHashString(),
            };
            using var http = new HttpClient(handler);
            var form = await FormCookieAsync(http, new Uri(new Uri(app.Urls.First()), "/console/set-up"));
            Assert.StartsWith("__Host-farebox-form=", form, StringComparison.Ordinal);
            var session = await SetUpRawAsync(http, new Uri(app.Urls.First()), app.Services.GetRequiredService<SetUpCode>().Text);
            Assert.StartsWith("__Host-farebox=", session, StringComparison.Ordinal);
            foreach (var cookie in new[] { form, session })
            {
                foreach (var flag in new[] { "httponly", "secure", "samesite=lax", "path=/" }) Assert.Contains(flag, cookie, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain("domain", cookie, StringComparison.OrdinalIgnoreCase);
            }

            await app.StopAsync(TestContext.Current.CancellationToken);
        }

        Directory.Delete(folder, recursive: true);
    }

    private Task<string> SignInRawAsync(HttpClient http, Uri origin) =>
        SendRawAsync(http, new Uri(origin, "/console/sign-in"), new() { ["email"] = Ada, ["password"] = Password });

    private Task<string> SetUpRawAsync(HttpClient http, Uri origin, string code) =>
        SendRawAsync(http, new Uri(origin, "/console/set-up"), new() { ["code"] = code, ["email"] = Ada, ["password"] = Password });

    private static async Task<string> FormCookieAsync(HttpClient http, Uri address)
    {
        using var page = await http.GetAsync(address);
        return page.Headers.GetValues("Set-Cookie").Single(cookie => cookie.Split('=')[0].EndsWith("farebox-form", StringComparison.Ordinal));
    }

    private static async Task<string> SendRawAsync(HttpClient http, Uri address, Dictionary<string, string> fields)
    {
        var token = Browser.TokenIn(await http.GetStringAsync(address));
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(fields) { ["__RequestVerificationToken"] = token });
        using var answer = await http.PostAsync(address, form);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.GetValues("Set-Cookie").Single(cookie => cookie.Split('=')[0].EndsWith("farebox", StringComparison.Ordinal));
    }
}
