using System.Globalization;
using Farebox.Client;
using Farebox.Contracts;
using Farebox.Contracts.CallLog;
using Farebox.Contracts.Organizations;

namespace Farebox.ConsolePages.Settings;

/// <summary>Settings of an organization.</summary>
internal static class SettingsPages
{
    public static void Map(PageRoutes pages)
    {
        pages.OrganizationPage<SettingsPage>("settings");
        pages.OrganizationPage<ArchiveOrganizationPage>("settings/archive");
        pages.OrganizationForm("settings", RenameAsync);
        pages.OrganizationForm("settings/call-log", ChangeCallLogAsync);
        pages.OrganizationForm("settings/archive", ArchiveAsync);
    }

    private static async Task<PageResult> RenameAsync(PageContext page, IFormCollection form)
    {
        try
        {
            await page.Client!.Organizations.UpdateCurrentAsync(new OrganizationRequest(form["name"].ToString()));
            return PageResult.GoTo(page.In("settings?done=saved"));
        }
        catch (FareboxApiException e) when (e.Status is 400 or 409)
        {
            return PageResult.Show<SettingsPage>(page.Refused(e, form));
        }
    }

    private static async Task<PageResult> ChangeCallLogAsync(PageContext page, IFormCollection form)
    {
        // What is no number the API refuses, and says which numbers there are.
        static int Days(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) ? days : -1;
        var (kept, records) = (form["retention_days"].ToString().Trim(), form["usage_retention_days"].ToString().Trim());
        var wish = new CallLogRequest
        {
            Policy = form["policy"].ToString(), RetentionDays = Days(kept), UsageRetentionDays = records.Length == 0 ? 0 : Days(records),
        };
        try
        {
            var now = (await page.Client!.OrganizationCallLog.GetAsync()).Value;
            var deletes = IsShorter(wish.RetentionDays.Value, now.EffectiveRetentionDays)
                || IsShorter(wish.UsageRetentionDays.Value, now.UsageRetentionDays ?? 0);
            if (deletes && page.May(ScopeNames.OrganizationWrite) && form["name"].ToString() != page.Organization!.Name)
            {
                page = form.ContainsKey("name") ? page with { Refusal = page["org_other_name"] } : page;
                var fields = new Dictionary<string, string> { ["policy"] = wish.Policy, ["retention_days"] = kept, ["usage_retention_days"] = records };
                return PageResult.Show<ConfirmCallLogPage>(page, (nameof(ConfirmCallLogPage.Wish), fields));
            }

            await page.Client!.OrganizationCallLog.ChangeAsync(wish);
            return PageResult.GoTo(page.In("settings?done=saved"));
        }
        catch (FareboxApiException e) when (e.Status == StatusCodes.Status400BadRequest)
        {
            return PageResult.Show<SettingsPage>(page.Refused(e, form));
        }
    }

    // Days; none is for ever, and less than none the API refuses.
    private static bool IsShorter(int wished, int now) => wished > 0 && (now == 0 || wished < now);

    private static async Task<PageResult> ArchiveAsync(PageContext page, IFormCollection form)
    {
        if (page.Organization!.Name != form["name"].ToString())
            return PageResult.Show<ArchiveOrganizationPage>(page with { Refusal = page["org_other_name"] });
        await page.Client!.Organizations.ArchiveCurrentAsync();
        return PageResult.GoTo("/console?done=org-archived");
    }
}
