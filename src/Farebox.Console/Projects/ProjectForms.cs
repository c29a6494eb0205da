using Farebox.Client;
using Farebox.Contracts.Budgets;
using Farebox.Contracts.CallLog;
using Farebox.Contracts.Organizations;

namespace Farebox.ConsolePages.Projects;

/// <summary>What the forms about projects do.</summary>
internal static class ProjectForms
{
    /// <summary>Of budgets.</summary>
    public static IReadOnlyList<string> Periods { get; } = ["day", "month", "life"];

    /// <summary>Of the call log.</summary>
    public static IReadOnlyList<string> Policies { get; } = ["inherit", "off", "redacted", "full"];

    /// <summary>Creates a project.</summary>
    public static async Task<PageResult> CreateAsync(PageContext page, IFormCollection form)
    {
        try
        {
            var made = (await page.Client!.Projects.CreateAsync(new ProjectRequest(form["name"].ToString()))).Value;
            return PageResult.GoTo(page.In($"projects/{made.Id}?done=project-created"));
        }
        catch (FareboxApiException e) when (e.Status is 400 or 409)
        {
            return PageResult.Show<NewProjectPage>(page.Refused(e, form));
        }
    }

    /// <summary>Renames a project, or says what is kept of its calls.</summary>
    public static Task<PageResult> ChangeAsync(PageContext page, IFormCollection form) => OnPageAsync(page, form, async id =>
    {
        if (form["verb"] == "call-log") await page.Client!.ProjectCallLog(id).ChangeAsync(new CallLogRequest { Policy = form["policy"].ToString() });
        else await page.Client!.Projects.UpdateAsync(id, new ProjectRequest(form["name"].ToString()));
        return "?done=saved";
    });

    /// <summary>Adds a budget in USD.</summary>
    public static Task<PageResult> AddBudgetAsync(PageContext page, IFormCollection form) => OnPageAsync(page, form, async id =>
    {
        var wish = new CreateBudgetRequest { MaxSpendUsd = form["amount"].ToString().Trim(), Period = form["period"].ToString() };
        await page.Client!.ProjectBudgets(id).CreateAsync(wish);
        return "?done=saved";
    });

    /// <summary>Archives a project whose name was typed.</summary>
    public static async Task<PageResult> ArchiveAsync(PageContext page, IFormCollection form)
    {
        var id = page.Named("project");
        if ((await page.Client!.Projects.GetAsync(id)).Value.Name != form["name"].ToString())
            return PageResult.Show<ArchiveProjectPage>(page with { Refusal = page["project_other_name"] });
        await page.Client.Projects.ArchiveAsync(id);
        return PageResult.GoTo(page.In($"projects/{id}?done=project-archived"));
    }

    private static async Task<PageResult> OnPageAsync(PageContext page, IFormCollection form, Func<string, Task<string>> act)
    {
        var id = page.Named("project");
        try
        {
            return PageResult.GoTo(page.In($"projects/{id}{await act(id)}"));
        }
        catch (FareboxApiException e) when (e.Status is 400 or 409)
        {
            return PageResult.Show<ProjectPage>(page.Refused(e, form));
        }
    }
}
