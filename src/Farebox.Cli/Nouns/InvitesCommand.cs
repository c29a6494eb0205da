using System.CommandLine;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Contracts.Organizations;

namespace Farebox.Cli.Nouns;

internal static class InvitesCommand
{
    private static readonly Argument<string> Email = new("email") { Description = "E-mail address of whom to invite." };
    private static readonly Argument<string> Id = new("invite") { Description = "Id of the invitation." };

    private static readonly Option<string> Role = new("--role")
    {
        Description = "owner, admin, member, billing or viewer.",
        DefaultValueFactory = _ => "member",
    };

    private static readonly Column<Invite>[] Columns =
    [
        new("id", invite => invite.Id), new("email", invite => invite.Email), new("role", invite => invite.Role), new("status", invite => invite.Status),
        new("sent", invite => Words.Time(invite.CreatedAt)), new("expires", invite => Words.Time(invite.ExpiresAt)),
    ];

    public static Command Create(Surroundings around) =>
        new Verb("invites", "Invitations to join an organization.", "farebox invites list")
        {
            new AdminVerb(around, "create", "Invite somebody by a letter; again sends another one.",
                ["farebox invites create ada@example.org --role admin"], CreateAsync) { Email, Role },
            new AdminVerb(around, "list", "List invitations.", ["farebox invites list"], ListAsync).Paged(),
            new AdminVerb(around, "delete", "Withdraw an invitation that was not accepted.", ["farebox invites delete invite_…"], DeleteAsync) { Id },
        };

    private static async Task<int> CreateAsync(VerbRun run)
    {
        run.Print.One(await run.Admin.Invites.CreateAsync(new InviteRequest(run.Get(Email), run.Get(Role)), run.Cancel), Columns);
        return ExitStatus.Done;
    }

    private static async Task<int> ListAsync(VerbRun run)
    {
        run.Print.List(await run.Admin.Invites.ListAsync(run.Page(), run.Cancel), "invitations", Columns);
        return ExitStatus.Done;
    }

    private static async Task<int> DeleteAsync(VerbRun run)
    {
        run.Print.One(await run.Admin.Invites.DeleteAsync(run.Get(Id), run.Cancel), new Column<Contracts.Deleted>("deleted", invite => invite.Id));
        return ExitStatus.Done;
    }
}
