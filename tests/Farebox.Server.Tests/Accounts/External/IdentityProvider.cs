using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Farebox.Testing.Server;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Accounts.External;

/// <summary>npm's <c>oidc-provider</c>, a certified OpenID provider, as a process of its own.</summary>
internal sealed class IdentityProvider : IAsyncDisposable
{
    public const string ClientSecret = "shared by both sides of a test";
    private readonly int port;
    private readonly string redirects;
    private Process process = null!;

    private IdentityProvider(int port, string redirects) => (this.port, this.redirects) = (port, redirects);

    /// <summary>Why tests with it do not run; null when they do.</summary>
    public static string? SkipReason => Environment.GetEnvironmentVariable("FAREBOX_TEST_CLIENTS") == "true"
        ? null
        : "The OpenID provider is installed by ./test, which then sets FAREBOX_TEST_CLIENTS.";

    public string Issuer => $"http://127.0.0.1:{port}";

    /// <param name="redirects">Where it may send browsers back to, separated by spaces.</param>
    public static async Task<IdentityProvider> StartAsync(string redirects, bool claimsInToken = true, bool hasSecret = true)
    {
        var provider = new IdentityProvider(ServerProcess.FreePort(), redirects);
        await provider.RunAsync(provider.Issuer, claimsInToken, hasSecret);
        return provider;
    }

    /// <summary>The same address with other keys, and another name for itself if one is given.</summary>
    public async Task RestartAsync(string? issuer = null)
    {
        await EndAsync();
        await RunAsync(issuer ?? Issuer, claimsInToken: true, hasSecret: true);
    }

    /// <summary>Who is signed in there from now on, and what it says of them.</summary>
    public async Task BeAsync(object account)
    {
        using var http = new HttpClient();
        using var told = await http.PostAsJsonAsync(Issuer + "/test/account", account);
        told.EnsureSuccessStatusCode();
    }

    /// <summary>Follows the provider's own redirects as a browser does, up to where it sends the browser back.</summary>
    public async Task<string> VisitAsync(string address)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });
        while (address.StartsWith(Issuer, StringComparison.Ordinal))
        {
            using var response = await http.GetAsync(address);
            Assert.True(response.Headers.Location is not null, $"{address}: {await response.Content.ReadAsStringAsync()}");
            address = new Uri(new Uri(address), response.Headers.Location).ToString();
        }

        return new Uri(address).PathAndQuery;
    }

    public async ValueTask DisposeAsync() => await EndAsync();

    private async Task RunAsync(string issuer, bool claimsInToken, bool hasSecret)
    {
        var start = new ProcessStartInfo("node", "provider.mjs")
        {
            WorkingDirectory = Path.Combine(House.Repository.Root, "tests/identity-provider"), RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["PORT"] = $"{port}";
        start.Environment["ISSUER"] = issuer;
        start.Environment["REDIRECT"] = redirects;
        start.Environment["CLIENT_SECRET"] = hasSecret ? ClientSecret : "";
        start.Environment["CLAIMS_IN_TOKEN"] = claimsInToken ? "true" : "false";
        process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { }; // Its warnings about being no production.
        process.BeginErrorReadLine();
        using var patience = new CancellationTokenSource(Patience.Limit);
        Assert.Equal("ready", await process.StandardOutput.ReadLineAsync(patience.Token));
    }

    private async Task EndAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
