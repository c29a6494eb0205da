using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Farebox.ConsolePages.Tests.Browsing.Chromium))]

namespace Farebox.ConsolePages.Tests.Browsing;

/// <summary>The system's Chromium, started once for all tests. <c>FAREBOX_CHROMIUM</c> names another executable.</summary>
public sealed class Chromium : IAsyncLifetime
{
    // Nothing but what the tests ask for leaves the machine; root, as in containers, has no sandbox.
    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync",
    ];

    // Of a machine that does other things besides.
    private const float PatienceMs = 120_000;

    private IPlaywright playwright = null!;
    private IBrowser browser = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Executable(), Args = Flags });
    }

    /// <summary>A browser of somebody's own: no cookies of anybody else's.</summary>
    public async Task<Tab> OpenAsync(Uri baseUrl, Screen? screen = null, string? cookies = null)
    {
        screen ??= Screen.Desk;
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = baseUrl.ToString(),
            ViewportSize = new ViewportSize { Width = screen.Width, Height = screen.Height },
            Locale = screen.Language,
            ColorScheme = screen.IsDark ? ColorScheme.Dark : ColorScheme.Light,
            StorageState = cookies,
        });
        context.SetDefaultTimeout(PatienceMs);
        await context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        return new Tab(context, await context.NewPageAsync(), baseUrl);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }

    private static string Executable()
    {
        string?[] places = [Environment.GetEnvironmentVariable("FAREBOX_CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser"];
        return places.FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("There is no Chromium: install Debian's package chromium, or name one by FAREBOX_CHROMIUM.");
    }
}
