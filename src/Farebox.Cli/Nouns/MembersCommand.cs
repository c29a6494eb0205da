using System.CommandLine;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Client;
using Farebox.Contracts.Users;

namespace Farebox.Cli.Nouns;

internal static class MembersCommand
{
    private const int PageRows = 100;
    private static readonly Argument<string> Who = new("member") { Description = "Id or e-mail address of the member." };
    private static readonly Argument<string> Role = new("role") { Description = $"One of {string.Join(", ", MemberRoles.All)}." };

    private static readonly Column<OrganizationUser>[] Columns =
    [
        new("id", user => user.Id), new("email", user => user.Email), new("name", user => user.Name), new("role", user => user.Role),
        new("status", user => user.Status), new("added", user => Words.Time(user.AddedAt)),
    ];

    public static Command Create(Surroundings around) =>
        new Verb("members", "People who belong to the organization, and what they may do there.", "farebox members list")
        {
            new AdminVerb(around, "list", "List members.", ["farebox members list"], ListAsync).Paged(),
            new AdminVerb(around, "role", "Change a member's role. Owners are made and demoted by owners and operators only.",
                ["farebox members role ada@example.org admin"], SetRoleAsync) { Who, Role },
            new AdminVerb(around, "remove", "Take a member out of the organization. Their account and the keys they made stay.",
                ["farebox members remove ada@example.org"], RemoveAsync) { Who },
        };

    private static async Task<int> ListAsync(VerbRun run)
    {
        run.Print.List(await run.Admin.Members.ListAsync(run.Page(), run.Cancel), "members", Columns);
        return ExitStatus.Done;
    }

    private static async Task<int> SetRoleAsync(VerbRun run)
    {
        var id = await IdAsync(run, run.Admin);
        run.Print.One(await run.Admin.Members.SetRoleAsync(id, run.Get(Role), run.Cancel), Columns);
        return ExitStatus.Done;
    }

    private static async Task<int> RemoveAsync(VerbRun run)
    {
        var id = await IdAsync(run, run.Admin);
        var removed = await run.Admin.Members.RemoveAsync(id, run.Cancel);
        run.Print.Line(run.Print.Json ? removed.Json : $"{run.Get(Who)} belongs to the organization no longer.");
        return ExitStatus.Done;
    }

    private static async Task<string> IdAsync(VerbRun run, FareboxClient client)
    {
        var named = run.Get(Who);
        if (!named.Contains('@')) return named;
        string? after = null;
        do
        {
            var page = (await client.Members.ListAsync(new PageRequest(PageRows, after), run.Cancel)).Value;
            if (page.Data.FirstOrDefault(user => user.Email.Equals(named, StringComparison.OrdinalIgnoreCase)) is { } found) return found.Id;
            after = page.HasMore ? page.LastId : null;
        }
        while (after is not null);
        throw new UsageException($"No member has the address {named}. `farebox members list` shows them.");
    }
}
