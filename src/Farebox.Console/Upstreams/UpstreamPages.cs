namespace Farebox.ConsolePages.Upstreams;

/// <summary>Provider connections, for operators.</summary>
internal static class UpstreamPages
{
    public static void Map(PageRoutes pages)
    {
        pages.OperatorPage<UpstreamsPage>("upstreams");
        pages.OperatorPage<NewUpstreamPage>("upstreams/new");
        pages.OperatorPage<UpstreamPage>("upstreams/{upstream}");
        pages.OperatorPage<DeleteUpstreamPage>("upstreams/{upstream}/delete");
        pages.OperatorForm("upstreams/new", UpstreamForms.AddAsync);
        pages.OperatorForm("upstreams/{upstream}", UpstreamForms.SaveAsync);
        pages.OperatorForm("upstreams/{upstream}/act", UpstreamForms.ActAsync);
        pages.OperatorForm("upstreams/{upstream}/delete", UpstreamForms.DeleteAsync);
    }
}
