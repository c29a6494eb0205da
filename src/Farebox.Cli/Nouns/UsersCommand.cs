using System.CommandLine;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Client;
using Farebox.Contracts.Users;

namespace Farebox.Cli.Nouns;

internal static class UsersCommand
{
    private static readonly Argument<string> Id = new("id") { Description = "Id of the user, user_…" };

    private static readonly Option<string?> Email = new("--email") { Description = "Only those who have this in their address.", HelpName = "text" };

    private static readonly Column<UserInfo>[] Columns =
    [
        new("id", user => user.Id), new("email", user => user.Email), new("name", user => user.Name), new("status", user => user.Status),
        new("operator", user => user.IsOperator ? "yes" : ""), new("two factors", user => user.TwoFactor ? "yes" : ""),
        new("created", user => Words.Time(user.CreatedAt)),
    ];

    public static Command Create(Surroundings around) =>
        new Verb("users", "Everybody who signs in to the console, for operators.", "farebox users list")
        {
            new AdminVerb(around, "list", "List users.",
                ["farebox users list --limit 100", "farebox users list --email example.org"], ListAsync) { Email }.Paged(),
            new AdminVerb(around, "disable", "Keep a user from signing in, and end all of their sessions at once.",
                ["farebox users disable user_0abc"], run => Act(run, run.Admin.Users.DisableAsync)) { Id },
            new AdminVerb(around, "enable", "Let a user sign in again.",
                ["farebox users enable user_0abc"], run => Act(run, run.Admin.Users.EnableAsync)) { Id },
        };

    private static async Task<int> ListAsync(VerbRun run)
    {
        run.Print.List(await run.Admin.Users.ListAsync(run.Get(Email), run.Page(), run.Cancel), "users", Columns);
        return ExitStatus.Done;
    }

    private static async Task<int> Act(VerbRun run, Func<string, CancellationToken, Task<ApiResult<UserInfo>>> call)
    {
        run.Print.One(await call(run.Get(Id), run.Cancel), Columns);
        return ExitStatus.Done;
    }
}
