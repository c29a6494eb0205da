namespace Farebox.ConsolePages.Health;

/// <summary>What is wrong with the installation and what to do about it; and how it is set up.</summary>
internal static class HealthPages
{
    public static void Map(PageRoutes pages)
    {
        pages.OperatorPage<HealthPage>("");
        pages.OperatorPage<SettingsPage>("settings");
    }
}
