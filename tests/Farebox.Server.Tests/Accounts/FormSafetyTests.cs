using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Farebox.ConsolePages;
using Farebox.Server.Accounts.SignIn;
using Farebox.Testing.Server;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.Accounts;

/// <summary>What other sites, other people's browsers and the network cannot do with the console's forms and cookies.</summary>
public sealed class FormSafetyTests : ConsoleTest
{
    [Theory]
    [InlineData("/console/sign-in")]
    [InlineData("/console/sign-up")]
    [InlineData("/console/account/password")]
    public async Task Form_LargerThanAnyFormIs_OrNoForm_IsRefusedUnread(string path)
    {
        await StartAsync(options => options.SignUp = "open");
        var large = new Dictionary<string, string> { ["email"] = new('x', FormSize.MaxBytes) };
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await NewBrowser().PostAsync(path, large)).Status);
        using var json = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        using var answer = await Farebox.With(null).PostAsync(new Uri(path, UriKind.Relative), json, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.NotEqual(HttpStatusCode.RequestEntityTooLarge, (await NewBrowser().PostAsync(path, new() { ["email"] = "x" })).Status);
    }

    [Fact]
    public async Task EveryForm_WithoutItsToken_DoesNothing()
    {
        await StartAsync(options => options.SignUp = "open");
        var routes = Farebox.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText!.StartsWith("/console/", StringComparison.Ordinal)
                && route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Contains("POST"))
            .Select(route => route.RoutePattern.RawText!).ToList();
        Assert.True(routes.Count > 15);
        var organization = (await Farebox.GetAsync("/v1/organization")).GetProperty("id").GetString()!;
        var before = (await Farebox.GetAsync("/v1/system/audit_logs?limit=1")).GetProperty("first_id").GetString();
        var fields = new Dictionary<string, string>
        {
            ["email"] = "bob@example.org", ["password"] = Password, ["name"] = "n", ["role"] = "viewer", ["current"] = Password, ["chosen"] = Password + "2",
        };
        foreach (var route in routes)
        {
            var path = System.Text.RegularExpressions.Regex.Replace(route, @"\{organization[^}]*\}", organization);
            path = System.Text.RegularExpressions.Regex.Replace(path, @"\{[^}]+\}", "x");
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
        var cookie = await SignInRawAsync(http, Farebox.BaseUrl);
        Assert.StartsWith("farebox=", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain", cookie, StringComparison.OrdinalIgnoreCase);
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
            var cookie = await SetUpRawAsync(http, new Uri(app.Urls.First()), app.Services.GetRequiredService<SetUpCode>().Text);
            Assert.StartsWith("__Host-farebox=", cookie, StringComparison.Ordinal);
            foreach (var flag in new[] { "httponly", "secure", "samesite=lax", "path=/" }) Assert.Contains(flag, cookie, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("domain", cookie, StringComparison.OrdinalIgnoreCase);
            await app.StopAsync(TestContext.Current.CancellationToken);
        }

        Directory.Delete(folder, recursive: true);
    }

    private Task<string> SignInRawAsync(HttpClient http, Uri origin) =>
        SendRawAsync(http, new Uri(origin, "/console/sign-in"), new() { ["email"] = Ada, ["password"] = Password });

    private Task<string> SetUpRawAsync(HttpClient http, Uri origin, string code) =>
        SendRawAsync(http, new Uri(origin, "/console/set-up"), new() { ["code"] = code, ["email"] = Ada, ["password"] = Password });

    private static async Task<string> SendRawAsync(HttpClient http, Uri address, Dictionary<string, string> fields)
    {
        var token = Browser.TokenIn(await http.GetStringAsync(address));
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(fields) { ["__RequestVerificationToken"] = token });
        using var answer = await http.PostAsync(address, form);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.GetValues("Set-Cookie").Single(cookie => cookie.Split('=')[0].EndsWith("farebox", StringComparison.Ordinal));
    }
}
