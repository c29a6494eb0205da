namespace Farebox.ConsolePages.Projects;

/// <summary>Projects of an organization.</summary>
internal static class ProjectPages
{
    public static void Map(PageRoutes pages)
    {
        pages.OrganizationPage<ProjectsPage>("projects");
        pages.OrganizationPage<NewProjectPage>("projects/new");
        pages.OrganizationPage<ProjectPage>("projects/{project}");
        pages.OrganizationPage<ArchiveProjectPage>("projects/{project}/archive");
        pages.OrganizationForm("projects/new", ProjectForms.CreateAsync);
        pages.OrganizationForm("projects/{project}", ProjectForms.ChangeAsync);
        pages.OrganizationForm("projects/{project}/archive", ProjectForms.ArchiveAsync);
        pages.OrganizationForm("projects/{project}/budgets", ProjectForms.AddBudgetAsync);
    }
}
