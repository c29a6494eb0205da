using Farebox.Client;
using Farebox.Client.Usage;
using Farebox.ConsolePages.Parts;
using Farebox.ConsolePages.Usage;
using Farebox.Contracts;
using Farebox.Contracts.Billing;
using Farebox.Contracts.Usage;

namespace Farebox.ConsolePages.Overview;

/// <summary>How an organization stands: as far as the visitor's role may see, null beyond it.</summary>
/// <param name="Days">The last 31, oldest first; the last is today.</param>
/// <param name="HasKey">Null when it is not known.</param>
internal sealed record OverviewView(
    Owners Owners, CreditBalance? Balance, IReadOnlyList<CallUsageBucket>? Days, IReadOnlyList<RequestLog>? Newest, bool? HasKey)
{
    private const long Day = 86_400;
    private const int DaysShown = 31;
    private const int CallsShown = 8;
    private const int ProjectsAsked = 10;

    public CallUsageResult? Today => Days is null ? null : Totals.Of(Days.TakeLast(1).SelectMany(day => day.Results));

    /// <summary>Whether a call was ever made, as far as can be seen.</summary>
    public bool HasCalled => Newest is [_, ..] || Days?.Any(day => day.Results.Any(row => row.NumCalls > 0)) == true;

    /// <summary>The month of UTC that runs.</summary>
    public CallUsageResult? Month(DateTimeOffset now)
    {
        var first = new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
        return Days is null ? null : Totals.Of(Days.Where(day => day.StartTime >= first).SelectMany(day => day.Results));
    }

    public static async Task<OverviewView> ReadAsync(PageContext page, DateTimeOffset now)
    {
        var client = page.Client!;
        var today = now.ToUnixTimeSeconds() / Day * Day;
        var (naming, balance, days, newest) = (
            Owners.ReadAsync(page),
            IfMay(page, ScopeNames.BillingRead, () => client.Billing.BalanceAsync()),
            IfMay(page, ScopeNames.UsageRead, () => client.Usage.CallsAsync(
                new UsageQuery { StartTime = today - ((DaysShown - 1) * Day), EndTime = today + Day, BucketWidth = "1d", Limit = DaysShown })),
            IfMay(page, ScopeNames.LogsRead, () => client.Logs.ListAsync(new LogFilter { Limit = CallsShown })));
        await Task.WhenAll(naming, balance, days, newest);
        var view = new OverviewView(await naming, (await balance)?.Value, (await days)?.Value.Data, (await newest)?.Value.Data, null);
        view = view with
        {
            Owners = view.Newest is { Count: > 0 } calls ? await view.Owners.WithKeysAsync(page, calls.Select(call => call.ProjectId)) : view.Owners,
        };
        return view.HasCalled ? view with { HasKey = true } : view with { HasKey = await AnyKeyAsync(page, view.Owners) };
    }

    private static async Task<bool?> AnyKeyAsync(PageContext page, Owners owners)
    {
        if (!page.May(ScopeNames.KeysRead)) return null;
        var asked = owners.Projects.Take(ProjectsAsked);
        var lists = await Task.WhenAll(asked.Select(project => page.Client!.ProjectKeys(project.Id).ListAsync(new PageRequest(1))));
        return lists.Any(list => list.Value.Data.Count > 0);
    }

    private static async Task<ApiResult<T>?> IfMay<T>(PageContext page, string scope, Func<Task<ApiResult<T>>> ask) =>
        page.May(scope) ? await ask() : null;
}
