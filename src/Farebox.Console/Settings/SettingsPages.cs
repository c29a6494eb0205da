using Farebox.Client;
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
            return PageResult.Show<SettingsPage>(page with { Refusal = e.Message, Sent = form });
        }
    }

    private static async Task<PageResult> ArchiveAsync(PageContext page, IFormCollection form)
    {
        if (page.Organization!.Name != form["name"].ToString())
            return PageResult.Show<ArchiveOrganizationPage>(page with { Refusal = page["org_other_name"] });
        await page.Client!.Organizations.ArchiveCurrentAsync();
        return PageResult.GoTo("/console?done=org-archived");
    }
}
