using System.CommandLine;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Client;
using Farebox.Contracts.Organizations;

namespace Farebox.Cli.Nouns;

internal static class ProjectsCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "The new project's name." };
    private static readonly Argument<string> Id = new("project") { Description = "Id or name of the project." };
    private static readonly Option<bool> IncludeArchived = new("--include-archived") { Description = "List archived projects too." };

    private static readonly Column<Project>[] Columns =
    [
        new("id", project => project.Id), new("name", project => project.Name), new("status", project => project.Status),
        new("created", project => Words.Time(project.CreatedAt)), new("archived", project => Words.Time(project.ArchivedAt)),
    ];

    public static Command Create(Surroundings around) =>
        new Verb("projects", "Projects of an organization.", "farebox projects list")
        {
            new AdminVerb(around, "create", "Create a project.", ["farebox projects create website"], CreateAsync) { Name },
            new AdminVerb(around, "list", "List projects.", ["farebox projects list --include-archived"], ListAsync)
                { IncludeArchived }.Paged(),
            new AdminVerb(around, "show", "Show one project.", ["farebox projects show website"],
                run => Act(run, run.Admin.Projects.GetAsync)) { Id },
            new AdminVerb(around, "archive", "Archive a project: its keys stop working, its records stay.",
                ["farebox projects archive website"], run => Act(run, run.Admin.Projects.ArchiveAsync)) { Id },
        };

    private static async Task<int> CreateAsync(VerbRun run) =>
        Show(run, await run.Admin.Projects.CreateAsync(new ProjectRequest(run.Get(Name)), run.Cancel));

    private static async Task<int> ListAsync(VerbRun run)
    {
        var page = await run.Admin.Projects.ListAsync(run.Page(), run.Get(IncludeArchived), run.Cancel);
        run.Print.List(page, "projects", Columns);
        return ExitStatus.Done;
    }

    private static async Task<int> Act(VerbRun run, Func<string, CancellationToken, Task<ApiResult<Project>>> call) =>
        Show(run, await call(await ProjectChoice.ByNameOrIdAsync(run.Admin, run.Get(Id), run.Cancel), run.Cancel));

    private static int Show(VerbRun run, ApiResult<Project> project)
    {
        run.Print.One(project, Columns);
        return ExitStatus.Done;
    }
}
