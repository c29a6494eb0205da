using System.CommandLine;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;

namespace Farebox.Cli.Nouns;

internal static class BalanceVerb
{
    private static readonly Option<bool> TopUps = new("--top-ups") { Description = "List what was added to it instead, newest first." };

    public static Command Create(Surroundings around) =>
        new AdminVerb(
            around, "balance", "Show how much prepaid credit the organization has.",
            ["farebox balance", "farebox balance --top-ups --limit 100"], RunAsync) { TopUps }.Paged();

    private static async Task<int> RunAsync(VerbRun run)
    {
        if (run.Get(TopUps))
            run.Print.List(await run.Reader.Billing.TopUpsAsync(run.Page(), run.Cancel), "top-ups", CreditView.TopUpColumns);
        else
            run.Print.One(await run.Reader.Billing.BalanceAsync(run.Cancel), CreditView.BalanceLines);
        return ExitStatus.Done;
    }
}
