using System.CommandLine;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Contracts.Budgets;

namespace Farebox.Cli.Nouns;

internal static class BudgetCommand
{
    private static readonly Argument<string> Id = new("id") { Description = "Id of the budget, budget_…" };

    private static readonly Option<string?> Usd = new("--usd")
    {
        Description = "How many USD may be spent, such as 25 or 0.50.",
        HelpName = "amount",
    };

    private static readonly Option<long?> Requests = new("--requests") { Description = "How many calls may be made.", HelpName = "number" };

    private static readonly Option<string> Per = new Option<string>("--per")
    {
        Description = "In each day or month of UTC, or for good.",
        HelpName = "day|month|life",
        DefaultValueFactory = _ => "month",
    }.AcceptOnlyFromAmong("day", "month", "life");

    public static Command Create(Surroundings around)
    {
        var set = new AdminVerb(
            around, "set", "Limit what may be spent, or change the limit that is there.",
            [
                "farebox budget set --usd 100", "farebox budget set --project website --usd 25 --per day",
                "farebox budget set --key key_0abc --requests 1000 --per life",
            ],
            SetAsync) { Usd, Requests, Per }.OfBudgetOwner();
        set.Validators.Add(result =>
        {
            if (result.GetValue(Usd) is null == result.GetValue(Requests) is null)
                result.AddError("Give --usd or --requests. A budget has one limit; set a second one for the other.");
        });
        return new Verb("budget", "Limits on spending, of the organization, a project or a key.", "farebox budget list")
        {
            new AdminVerb(around, "list", "List budgets with what is left of each.",
                ["farebox budget list", "farebox budget list --project website --json"], ListAsync).OfBudgetOwner(),
            set,
            new AdminVerb(around, "show", "Show one budget.", ["farebox budget show budget_0abc"], ShowAsync) { Id }.OfBudgetOwner(),
            new AdminVerb(around, "remove", "Remove a budget. One that is set again later begins at nothing spent.",
                ["farebox budget remove budget_0abc --project website"], RemoveAsync) { Id }.OfBudgetOwner(),
            new AdminVerb(around, "events", "List budgets that came near their limits, and low balances.",
                ["farebox budget events --limit 5"], EventsAsync).Paged(),
        };
    }

    private static async Task<int> ListAsync(VerbRun run)
    {
        var budgets = await BudgetOwner.OfAsync(run);
        run.Print.List(await budgets.ListAsync(run.Cancel), "budgets", BudgetView.Columns);
        return ExitStatus.Done;
    }

    private static async Task<int> SetAsync(VerbRun run)
    {
        var (budgets, unit, per) = (await BudgetOwner.OfAsync(run), run.Get(Usd) is null ? "requests" : "usd", run.Get(Per)!);
        var there = (await budgets.ListAsync(run.Cancel)).Value.Data.FirstOrDefault(budget => budget.Unit == unit && budget.Period == per);
        run.Print.One(
            there is null
                ? await budgets.CreateAsync(
                    new CreateBudgetRequest { MaxSpendUsd = run.Get(Usd), MaxRequests = run.Get(Requests), Period = per }, run.Cancel)
                : await budgets.UpdateAsync(
                    there.Id, new UpdateBudgetRequest { MaxSpendUsd = run.Get(Usd), MaxRequests = run.Get(Requests) }, run.Cancel),
            BudgetView.Lines);
        return ExitStatus.Done;
    }

    private static async Task<int> ShowAsync(VerbRun run)
    {
        var budgets = await BudgetOwner.OfAsync(run);
        run.Print.One(await budgets.GetAsync(run.Get(Id), run.Cancel), BudgetView.Lines);
        return ExitStatus.Done;
    }

    private static async Task<int> RemoveAsync(VerbRun run)
    {
        var budgets = await BudgetOwner.OfAsync(run);
        var gone = await budgets.DeleteAsync(run.Get(Id), run.Cancel);
        run.Print.One(gone, new Column<Contracts.Deleted>("removed", budget => budget.Id));
        return ExitStatus.Done;
    }

    private static async Task<int> EventsAsync(VerbRun run)
    {
        run.Print.List(await run.Admin.SpendEvents.ListAsync(run.Page(), run.Cancel), "events", BudgetView.EventColumns);
        return ExitStatus.Done;
    }
}
