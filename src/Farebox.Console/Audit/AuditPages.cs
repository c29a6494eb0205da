namespace Farebox.ConsolePages.Audit;

/// <summary>Who changed what: in an organization, and in the whole installation for operators. The same pages show both.</summary>
internal static class AuditPages
{
    public static void Map(PageRoutes pages)
    {
        pages.OrganizationPage<AuditPage>("audit");
        pages.OrganizationPage<AuditEventPage>("audit/{event}");
        pages.OperatorPage<AuditPage>("audit");
        pages.OperatorPage<AuditEventPage>("audit/{event}");
    }

    /// <summary>The address of a page here.</summary>
    public static string At(PageContext page, string path) => page.Organization is null ? PageContext.ForOperators(path) : page.In(path);
}
