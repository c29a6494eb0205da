using System.CommandLine;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Contracts.Models;

namespace Farebox.Cli.Nouns;

internal static class MultiplierCommand
{
    private static readonly Argument<string> Factor = new("factor") { Description = "A decimal from 0 to 100, such as 1.2; 1 changes nothing." };

    private static readonly Option<string?> OfModel = new("--model") { Description = "Of this model's prices.", HelpName = "model" };

    private static readonly Option<string?> OfOrganization = new("--for")
    {
        Description = "Of all prices for the organization with this id.",
        HelpName = "organization",
    };

    public static Command Create(Surroundings around)
    {
        var set = new AdminVerb(
            around, "set", "Multiply a model's prices, or all prices for an organization, from now or a later time on.",
            [
                "farebox prices multiplier set 1.2 --model gpt-5-mini",
                "farebox prices multiplier set 0.9 --for org_01h8",
            ],
            SetAsync) { Factor, OfModel, OfOrganization, PricesSetVerb.From };
        set.Validators.Add(result =>
        {
            if (result.GetValue(OfModel) is null == result.GetValue(OfOrganization) is null)
                result.AddError("Give --model or --for.");
        });
        return new Verb("multiplier", "Factors on prices, of models and for organizations; both apply.", "farebox prices multiplier list")
        {
            new AdminVerb(
                around, "list", "List every version of every multiplier.", ["farebox prices multiplier list"], ListAsync) { OfModel, OfOrganization }.Paged(),
            set,
        };
    }

    private static async Task<int> ListAsync(VerbRun run)
    {
        var page = await run.Admin.Prices.ListMultipliersAsync(run.Get(OfModel), run.Get(OfOrganization), run.Page(), run.Cancel);
        run.Print.List(page, "multipliers", PriceView.MultiplierColumns);
        return ExitStatus.Done;
    }

    private static async Task<int> SetAsync(VerbRun run)
    {
        var request = new MultiplierRequest
        {
            Model = run.Get(OfModel), OrganizationId = run.Get(OfOrganization), Multiplier = run.Get(Factor), EffectiveFrom = PricesSetVerb.FromOf(run),
        };
        run.Print.One(await run.Admin.Prices.SetMultiplierAsync(request, run.Cancel), PriceView.MultiplierColumns);
        return ExitStatus.Done;
    }
}
