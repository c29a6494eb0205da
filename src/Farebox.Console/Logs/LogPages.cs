namespace Farebox.ConsolePages.Logs;

/// <summary>Calls of an organization: searched, followed, exported, and one in full.</summary>
internal static class LogPages
{
    public static void Map(PageRoutes pages)
    {
        pages.OrganizationPage<LogsPage>("logs");
        pages.OrganizationFile("logs/live", LiveLog.WriteAsync);
        pages.OrganizationFile("logs/export", LogExport.WriteAsync);
        pages.OrganizationPage<CallPage>("logs/{call:regex(^req_)}");
    }
}
