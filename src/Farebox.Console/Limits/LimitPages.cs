namespace Farebox.ConsolePages.Limits;

/// <summary>How fast an organization may call.</summary>
internal static class LimitPages
{
    public static void Map(PageRoutes pages)
    {
        pages.OrganizationPage<LimitsPage>("limits");
        pages.OrganizationPage<LimitPage>("limits/change");
        pages.OrganizationPage<ClearLimitPage>("limits/clear");
        pages.OrganizationForm("limits/change", LimitForms.SetAsync);
        pages.OrganizationForm("limits/clear", LimitForms.ClearAsync);
    }
}
