namespace Farebox.ConsolePages.Overview;

/// <summary>Where a visitor of an organization begins.</summary>
internal static class OverviewPages
{
    public static void Map(PageRoutes pages) => pages.OrganizationPage<OverviewPage>("overview");
}
