namespace Farebox.ConsolePages.Members;

/// <summary>Members of an organization.</summary>
internal static class MemberPages
{
    public static void Map(PageRoutes pages)
    {
        pages.OrganizationPage<MembersPage>("members");
        pages.OrganizationPage<RemoveMemberPage>("members/{user}/remove");
        pages.OrganizationForm("members/{user}", MemberForms.SetRoleAsync);
        pages.OrganizationForm("members/{user}/remove", MemberForms.RemoveAsync);
    }
}
