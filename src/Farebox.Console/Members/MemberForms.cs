using Farebox.Client;
using Farebox.Contracts;
using Farebox.Contracts.Users;

namespace Farebox.ConsolePages.Members;

/// <summary>What the forms about members do, and which of them are shown. What is refused, the API refuses.</summary>
internal static class MemberForms
{
    /// <summary>Whether the visitor may change a member's role or take them out.</summary>
    public static bool MayChange(PageContext page, OrganizationUser member) =>
        page.May(ScopeNames.OrganizationWrite) && (member.Role != MemberRoles.Owner || CountsAsOwner(page));

    /// <summary>The roles that the visitor may give.</summary>
    public static IEnumerable<string> RolesFor(PageContext page) =>
        MemberRoles.All.Where(role => role != MemberRoles.Owner || CountsAsOwner(page));

    /// <summary>Whether the visitor may do what owners alone may.</summary>
    public static bool CountsAsOwner(PageContext page) => page.Organization!.Role == MemberRoles.Owner || page.May(ScopeNames.SystemWrite);

    /// <summary>Changes a role.</summary>
    public static async Task<PageResult> SetRoleAsync(PageContext page, IFormCollection form)
    {
        try
        {
            await page.Client!.Members.SetRoleAsync(page.Named("user"), form["role"].ToString());
            return PageResult.GoTo(page.In("members?done=member-changed"));
        }
        catch (FareboxApiException e) when (e.Status is 400 or 409)
        {
            return PageResult.Show<MembersPage>(page.Refused(e));
        }
    }

    /// <summary>Takes a member out whose address was typed.</summary>
    public static async Task<PageResult> RemoveAsync(PageContext page, IFormCollection form)
    {
        var id = page.Named("user");
        if (!(await page.Client!.Members.GetAsync(id)).Value.Email.Equals(form["name"].ToString().Trim(), StringComparison.OrdinalIgnoreCase))
            return PageResult.Show<RemoveMemberPage>(page with { Refusal = page["member_other_address"] });
        try
        {
            await page.Client.Members.RemoveAsync(id);
        }
        catch (FareboxApiException e) when (e.Status == 409)
        {
            return PageResult.Show<RemoveMemberPage>(page.Refused(e));
        }

        return PageResult.GoTo(id == page.Visitor!.Id ? "/console?done=member-left" : page.In("members?done=member-removed"));
    }
}
