using Farebox.Contracts.Keys;

namespace Farebox.ConsolePages.Playground;

/// <summary>Trying models out in the browser, which calls them itself with an access token that lives for minutes.</summary>
internal static class PlaygroundPages
{
    public static void Map(PageRoutes pages)
    {
        pages.OrganizationPage<PlaygroundPage>("playground");
        pages.OrganizationForm("playground/token", PlaygroundToken.MintAsync);
        pages.OrganizationFile("playground/fare/{call}", PlaygroundFare.WriteAsync);
    }

    /// <summary>Whether a key may call models at all.</summary>
    public static bool Calls(ApiKey key) => key is { Status: "active", Permissions: not "read_only" };
}
