using Farebox.Client;
using Farebox.ConsolePages.Billing;
using Farebox.ConsolePages.Catalog;
using Farebox.Contracts.Limits;
using Farebox.Contracts.Organizations;

namespace Farebox.ConsolePages.Operators;

/// <summary>What operators' forms about organizations do.</summary>
internal static class OrganizationForms
{
    private const string Root = "/console/operator/organizations";

    /// <summary>Creates one.</summary>
    public static async Task<PageResult> CreateAsync(PageContext page, IFormCollection form)
    {
        try
        {
            var made = (await page.Client!.Organizations.CreateAsync(new OrganizationRequest(form["name"].ToString()))).Value;
            return PageResult.GoTo($"{Root}/{made.Id}?done=org-created");
        }
        catch (FareboxApiException e) when (e.Status is 400 or 409)
        {
            return PageResult.Show<OrganizationsPage>(page.Refused(e, form));
        }
    }

    /// <summary>Renames one, grants it credit, decides about its tier and its multiplier, or asks somebody to join it.</summary>
    public static async Task<PageResult> ChangeAsync(PageContext page, IFormCollection form)
    {
        var id = page.Named("id");
        try
        {
            switch (form["verb"].ToString())
            {
                case "grant":
                    await page.ActingOn!(id).Billing.GrantAsync(CreditForms.GrantOf(form));
                    return PageResult.GoTo($"{Root}/{id}?done=org-granted");
                case "invite":
                    await page.ActingOn!(id).Invites.CreateAsync(new InviteRequest(form["email"].ToString(), form["role"].ToString()));
                    return PageResult.GoTo($"{Root}/{id}?done=invited");
                case "tier" when form["tier"].ToString() is { Length: > 0 } tier:
                    await page.Client!.Tiers.SetAsync(id, new OrganizationTierRequest { Tier = tier });
                    break;
                case "tier":
                    await page.Client!.Tiers.ClearAsync(id);
                    break;
                case "multiply" or "multiplier-end":
                    await page.Client!.Prices.SetMultiplierAsync(MultiplierForms.Read(form) with { OrganizationId = id });
                    return PageResult.GoTo($"{Root}/{id}?done={MultiplierForms.Done(form)}");
                default:
                    await page.Client!.Organizations.UpdateAsync(id, new OrganizationRequest(form["name"].ToString()));
                    break;
            }

            return PageResult.GoTo($"{Root}/{id}?done=saved");
        }
        catch (FareboxApiException e) when (e.Status is 400 or 409 or 429)
        {
            return PageResult.Show<OrganizationPage>(page.Refused(e, form));
        }
    }

    /// <summary>Archives one whose name was typed.</summary>
    public static async Task<PageResult> ArchiveAsync(PageContext page, IFormCollection form)
    {
        var id = page.Named("id");
        if ((await page.Client!.Organizations.GetAsync(id)).Value.Name != form["name"].ToString())
            return PageResult.Show<ArchivePage>(page with { Refusal = page["org_other_name"] });
        await page.Client.Organizations.ArchiveAsync(id);
        return PageResult.GoTo($"{Root}/{id}?done=org-archived");
    }
}
