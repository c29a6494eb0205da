using System.Text.RegularExpressions;
using Farebox.ConsolePages.Tests.Browsing;

namespace Farebox.ConsolePages.Tests.Pages;

/// <summary>
/// Each page on a wide screen and on a telephone, light and dark, in both languages: it opens, fits, has no barrier that axe knows, asks no
/// other host and leaves no error in the browser's console. <c>./test --screenshots</c> does it in every combination and keeps the pictures.
/// </summary>
public sealed partial class EveryPageTests(Chromium chromium, SampleInstallation sample) : IClassFixture<SampleInstallation>
{
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("FAREBOX_SCREENSHOTS");

    /// <summary>The two that differ in everything, or all of them.</summary>
    public static TheoryData<string> Screens => [.. (Pictures is null ? [Screen.Desk, Screen.Phone] : Screen.All).Select(screen => screen.ToString())];

    private static readonly string[] ForStrangers =
    [
        "/", "/console/sign-in", "/console/sign-in?error=wrong", "/console/sign-up", "/console/forgotten", "/console/forgotten?done=sent", "/console/confirm",
        "/console/reset", "/console/undo-email", "/console/undo-email?email=ada%40example.org", "/console/invitation",
    ];

    [Theory, MemberData(nameof(Screens))]
    public async Task Pages_OnAnyScreen_OpenFitAndHaveNoBarriers(string name)
    {
        var screen = Screen.All.Single(candidate => candidate.ToString() == name);
        await using var tab = await chromium.OpenAsync(sample.Farebox.BaseUrl, screen, sample.Operator);
        var faults = new List<string>();
        var addresses = PageList.AddressesOf(sample);
        Assert.True(addresses.Count >= 5, string.Join(' ', addresses));
        foreach (var address in addresses) faults.AddRange(await LookAsync(tab, address, screen));
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Theory, MemberData(nameof(Screens))]
    public async Task PagesForStrangers_OnAnyScreen_OpenFitAndHaveNoBarriers(string name)
    {
        var screen = Screen.All.Single(candidate => candidate.ToString() == name);
        await using var tab = await chromium.OpenAsync(sample.Farebox.BaseUrl, screen);
        var faults = new List<string>();
        foreach (var address in ForStrangers) faults.AddRange(await LookAsync(tab, address, screen));
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static async Task<List<string>> LookAsync(Tab tab, string address, Screen screen)
    {
        var response = await tab.OpenAsync(address);
        var faults = (await tab.FindBarriersAsync()).ToList();
        if (response.Status != 200) faults.Add($"status {response.Status}");
        if (await tab.OverflowAsync() is var pixels and > 0) faults.Add($"{pixels} pixels too wide");
        if (Pictures is not null)
        {
            var file = $"{Ids().Replace(address, "$1").Trim('/').Replace('/', '_').Replace('?', '_')}.{screen}.png";
            await tab.Page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, file), FullPage = true });
        }

        return [.. faults.Select(fault => $"{address} at {screen}: {fault}")];
    }

    // The rest of them would name the picture anew in each run; of an organization nothing is left, as of the folder it is.
    [GeneratedRegex("(?<=^/console)/org_[0-9A-Za-z]{22}|(/[a-z]+(?:_log)?)[_-](?:[0-9A-Za-z]{22}|[0-9a-f]{32})")]
    private static partial Regex Ids();
}
