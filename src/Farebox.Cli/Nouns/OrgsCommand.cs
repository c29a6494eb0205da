using System.CommandLine;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Client;
using Farebox.Contracts.Organizations;

namespace Farebox.Cli.Nouns;

internal static class OrgsCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "The new organization's name." };
    private static readonly Argument<string> Id = new("id") { Description = "Id of the organization, org_…" };

    private static readonly Option<string?> Part = new("--name") { Description = "Only those that have this in their name.", HelpName = "text" };

    private static readonly Column<Organization>[] Columns =
    [
        new("id", org => org.Id), new("name", org => org.Name), new("status", org => org.Status),
        new("created", org => Words.Time(org.CreatedAt)), new("archived", org => Words.Time(org.ArchivedAt)),
    ];

    public static Command Create(Surroundings around) =>
        new Verb("orgs", "Organizations of the installation, for operators.", "farebox orgs list")
        {
            new AdminVerb(around, "create", "Create an organization.", ["farebox orgs create Acme"], CreateAsync) { Name },
            new AdminVerb(around, "list", "List organizations.",
                ["farebox orgs list --limit 100", "farebox orgs list --name acme"], ListAsync) { Part }.Paged(),
            new AdminVerb(around, "show", "Show one organization.", ["farebox orgs show org_0abc"],
                run => Act(run, run.Admin.Organizations.GetAsync)) { Id },
            new AdminVerb(around, "archive", "Archive an organization: its keys stop working, its records stay.",
                ["farebox orgs archive org_0abc"], run => Act(run, run.Admin.Organizations.ArchiveAsync)) { Id },
        };

    private static async Task<int> CreateAsync(VerbRun run) =>
        Show(run, await run.Admin.Organizations.CreateAsync(new OrganizationRequest(run.Get(Name)), run.Cancel));

    private static async Task<int> ListAsync(VerbRun run)
    {
        run.Print.List(await run.Admin.Organizations.ListAsync(run.Get(Part), run.Page(), run.Cancel), "organizations", Columns);
        return ExitStatus.Done;
    }

    private static async Task<int> Act(VerbRun run, Func<string, CancellationToken, Task<ApiResult<Organization>>> call) =>
        Show(run, await call(run.Get(Id), run.Cancel));

    private static int Show(VerbRun run, ApiResult<Organization> organization)
    {
        run.Print.One(organization, Columns);
        return ExitStatus.Done;
    }
}
