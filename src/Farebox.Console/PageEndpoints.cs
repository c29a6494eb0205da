using Farebox.ConsolePages.Account;
using Farebox.ConsolePages.Audit;
using Farebox.ConsolePages.Billing;
using Farebox.ConsolePages.Catalog;
using Farebox.ConsolePages.Health;
using Farebox.ConsolePages.Home;
using Farebox.ConsolePages.Invites;
using Farebox.ConsolePages.Keys;
using Farebox.ConsolePages.Limits;
using Farebox.ConsolePages.Logs;
using Farebox.ConsolePages.Members;
using Farebox.ConsolePages.Operators;
using Farebox.ConsolePages.Overview;
using Farebox.ConsolePages.Playground;
using Farebox.ConsolePages.Projects;
using Farebox.ConsolePages.Settings;
using Farebox.ConsolePages.SignIn;
using Farebox.ConsolePages.SignUp;
using Farebox.ConsolePages.Upstreams;
using Farebox.ConsolePages.Usage;
using Farebox.ConsolePages.Vouchers;

namespace Farebox.ConsolePages;

/// <summary>The pages below <c>/console</c>: a line for each folder of them.</summary>
internal static class PageEndpoints
{
    /// <summary>Adds the routes.</summary>
    public static void MapPages(this IEndpointRouteBuilder routes)
    {
        var pages = new PageRoutes(routes);
        SignInPages.Map(pages);
        SignUpPages.Map(pages);
        pages.Page<HomePage>("/console");
        AccountPages.Map(pages);
        KeyPages.Map(pages);
        InvitePages.Map(pages);
        ProjectPages.Map(pages);
        MemberPages.Map(pages);
        SettingsPages.Map(pages);
        OperatorPages.Map(pages);
        PlaygroundPages.Map(pages);
        HealthPages.Map(pages);
        UpstreamPages.Map(pages);
        CatalogPages.Map(pages);
        VoucherPages.Map(pages);
        AuditPages.Map(pages);
        OverviewPages.Map(pages);
        UsagePages.Map(pages);
        LogPages.Map(pages);
        BillingPages.Map(pages);
        LimitPages.Map(pages);
        pages.FormOfOthers("/console/sign-out");
        pages.MapWaysBack();
    }
}
