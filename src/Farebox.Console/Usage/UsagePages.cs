namespace Farebox.ConsolePages.Usage;

/// <summary>What an organization's calls took, as pictures and numbers.</summary>
internal static class UsagePages
{
    public static void Map(PageRoutes pages)
    {
        pages.OrganizationPage<UsagePage>("usage");
        pages.OrganizationFile("usage/export", UsageExport.WriteAsync);
    }
}
