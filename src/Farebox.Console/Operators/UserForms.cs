using Farebox.Client;

namespace Farebox.ConsolePages.Operators;

/// <summary>What operators' forms about users do.</summary>
internal static class UserForms
{
    /// <summary>Disables one whose address was typed.</summary>
    public static async Task<PageResult> DisableAsync(PageContext page, IFormCollection form)
    {
        var id = page.Named("id");
        if (!(await page.Client!.Users.GetAsync(id)).Value.Email.Equals(form["name"].ToString().Trim(), StringComparison.OrdinalIgnoreCase))
            return PageResult.Show<DisableUserPage>(page with { Refusal = page["member_other_address"] });
        try
        {
            await page.Client.Users.DisableAsync(id);
            return PageResult.GoTo("/console/operator/users?done=user-disabled");
        }
        catch (FareboxApiException e) when (e.Status == 409)
        {
            return PageResult.Show<DisableUserPage>(page.Refused(e));
        }
    }

    /// <summary>Enables one.</summary>
    public static async Task<PageResult> EnableAsync(PageContext page, IFormCollection form)
    {
        await page.Client!.Users.EnableAsync(page.Named("id"));
        return PageResult.GoTo("/console/operator/users?done=user-enabled");
    }
}
