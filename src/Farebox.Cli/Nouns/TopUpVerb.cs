using System.CommandLine;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Contracts.Billing;

namespace Farebox.Cli.Nouns;

internal static class TopUpVerb
{
    private static readonly Argument<string> Amount = new("amount") { Description = "How much, in USD, such as 25 or 12.50." };
    private static readonly Option<string?> Note = new("--note") { Description = "A remark that the organization sees.", HelpName = "text" };

    private static readonly Option<string?> Reference = new("--reference")
    {
        Description = "Your own name for this top-up: the same one again adds nothing.",
        HelpName = "text",
    };

    public static Command Create(Surroundings around) =>
        new AdminVerb(
            around, "topup", "Add to an organization's prepaid credit, as an operator.",
            ["farebox topup 25 --org org_0abc", "farebox topup 12.50 --org org_0abc --note \"November\" --reference invoice-2041"], RunAsync)
        {
            Amount, Note, Reference,
        };

    private static async Task<int> RunAsync(VerbRun run)
    {
        var client = run.Admin;
        var request = new CreditGrantRequest { AmountUsd = run.Get(Amount), Note = run.Get(Note), Reference = run.Get(Reference) };
        return await CreditView.ShowAsync(run, client, await client.Billing.GrantAsync(request, run.Cancel));
    }
}
