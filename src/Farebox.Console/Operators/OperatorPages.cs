namespace Farebox.ConsolePages.Operators;

/// <summary>Organizations and users, for operators.</summary>
internal static class OperatorPages
{
    public static void Map(PageRoutes pages)
    {
        pages.OperatorPage<OrganizationsPage>("organizations");
        pages.OperatorPage<OrganizationPage>("organizations/{id}");
        pages.OperatorPage<ArchivePage>("organizations/{id}/archive");
        pages.OperatorPage<UsersPage>("users");
        pages.OperatorPage<DisableUserPage>("users/{id}/disable");
        pages.OperatorForm("organizations", OrganizationForms.CreateAsync);
        pages.OperatorForm("organizations/{id}", OrganizationForms.ChangeAsync);
        pages.OperatorForm("organizations/{id}/archive", OrganizationForms.ArchiveAsync);
        pages.OperatorForm("users/{id}/disable", UserForms.DisableAsync);
        pages.OperatorForm("users/{id}/enable", UserForms.EnableAsync);
    }
}
