using System.Text.Json;
using System.Text.RegularExpressions;
using Farebox.Server.Platform.Options;
using Farebox.Testing.Server;

namespace Farebox.Server.Tests.Accounts.External;

/// <summary>A server that trusts a real OpenID provider, as <c>acme</c>, and a second one, as <c>other</c>.</summary>
public abstract partial class ProviderTest : ConsoleTest
{
    private readonly string file = Path.Combine(Path.GetTempPath(), "farebox-providers-" + Path.GetRandomFileName());

    internal IdentityProvider Acme { get; private set; } = null!;

    internal async Task StartAsync(string signUp = "open", bool claimsInToken = true, bool hasSecret = true, IdentityProvider? other = null)
    {
        Assert.SkipWhen(IdentityProvider.SkipReason is not null, IdentityProvider.SkipReason ?? "");
        var here = $"http://127.0.0.1:{ServerProcess.FreePort()}";
        Acme = await IdentityProvider.StartAsync($"{here}/console/sign-in/with/acme/return", claimsInToken, hasSecret);
        var providers = new List<object> { Entry("acme", "Acme & Söhne", Acme.Issuer, hasSecret) };
        if (other is not null) providers.Add(Entry("other", "Other", other.Issuer, true));
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(providers));
        await base.StartAsync(options =>
        {
            options.Listen = [here];
            options.SignInProviders = file;
            options.SignUp = signUp;
            Adjust(options);
        });
    }

    internal virtual void Adjust(FareboxOptions options)
    {
    }

    /// <summary>From the button to the provider and back; the address that the provider sends the browser back to, not opened yet.</summary>
    internal async Task<string> ComeBackAsync(Browser browser, string start = "/console/sign-in/with/acme", Func<string, string>? change = null)
    {
        var away = (await browser.OpenAsync(start)).Location!;
        Assert.StartsWith(Acme.Issuer, away, StringComparison.Ordinal);
        return await Acme.VisitAsync(change is null ? away : change(away));
    }

    /// <summary>All of it; where the browser is sent at the end.</summary>
    internal async Task<string?> SignInByProviderAsync(Browser browser) => (await browser.OpenAsync(await ComeBackAsync(browser))).Location;

    /// <summary>The form on the account page of whoever is signed in.</summary>
    internal static Task<Page> AskToLinkAsync(Browser browser, string password, string code = "") => browser.SendAsync(
        "/console/account", new() { ["id"] = "acme", ["password"] = password, ["code"] = code }, "/console/account/providers/link");

    /// <summary>From that form to the provider and back; the address that the provider sends the browser back to, not opened yet.</summary>
    internal async Task<string> ComeBackToLinkAsync(Browser browser, string? password = null, string code = "")
    {
        var page = await AskToLinkAsync(browser, password ?? Password, code);
        var away = Away().Match(page.Html);
        Assert.True(away.Success, $"{page.Status} {page.Location} {page.Html}");
        Assert.StartsWith(Acme.Issuer, away.Groups[1].Value, StringComparison.Ordinal);
        return await Acme.VisitAsync(away.Groups[1].Value);
    }

    /// <summary>All of it; where the browser is sent at the end.</summary>
    internal async Task<string?> LinkAsync(Browser browser, string? password = null, string code = "") =>
        (await browser.OpenAsync(await ComeBackToLinkAsync(browser, password, code))).Location;

    internal override async Task EndAsync()
    {
        if (Acme is not null) await Acme.DisposeAsync();
        File.Delete(file);
    }

    private static object Entry(string id, string name, string issuer, bool hasSecret) => hasSecret
        ? new { id, name, issuer, client_id = "farebox", client_secret = IdentityProvider.ClientSecret }
        : new { id, name, issuer, client_id = "farebox" };

    [GeneratedRegex("content=\"0;url=([^\"]+)\"")]
    private static partial Regex Away();
}
