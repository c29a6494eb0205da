using System.CommandLine;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Contracts.Models;

namespace Farebox.Cli.Nouns;

internal static class PricesCommand
{
    private static readonly Option<string?> OfModel = new("--model")
    {
        Description = "Show every version of this model's price: those of the price list, and yours, past and to come.",
        HelpName = "model",
    };

    private static readonly Option<bool> All = new("--all") { Description = "Show every version of every price, of models that are not connected too." };

    private static readonly Argument<string> Model = new("model") { Description = "The model's name." };

    public static Command Create(Surroundings around)
    {
        var list = new AdminVerb(
            around, "list", "List what connected models cost now, in USD per million tokens.",
            ["farebox prices list", "farebox prices list --model gpt-5-mini"], ListAsync) { OfModel, All }.Paged();
        return new Verb("prices", "What models cost, for operators.", "farebox prices list")
        {
            list,
            PricesSetVerb.Create(around),
            new AdminVerb(
                around, "reset", "Take your price back: the model costs again what it would without it.",
                ["farebox prices reset gpt-5-mini"], ResetAsync) { Model, PricesSetVerb.From },
            MultiplierCommand.Create(around),
        };
    }

    private static async Task<int> ListAsync(VerbRun run)
    {
        if (run.Get(OfModel) is null && !run.Get(All))
        {
            var models = await run.Admin.Catalog.ListAsync(run.Page(), run.Cancel);
            run.Print.List(models, "models", PriceView.Used(models.Value.Data, PriceView.ModelColumns));
            return ExitStatus.Done;
        }

        var versions = await run.Admin.Prices.ListAsync(run.Get(OfModel), run.Page(), run.Cancel);
        var columns = run.Get(OfModel) is null ? PriceView.BriefVersionColumns : PriceView.VersionColumns;
        run.Print.List(versions, "prices", PriceView.Used(versions.Value.Data, columns));
        return ExitStatus.Done;
    }

    private static async Task<int> ResetAsync(VerbRun run)
    {
        var request = new PriceRequest { Model = run.Get(Model), EndsOwnPrice = true, EffectiveFrom = PricesSetVerb.FromOf(run) };
        run.Print.One(await run.Admin.Prices.SetAsync(request, run.Cancel), PriceView.VersionColumns);
        return ExitStatus.Done;
    }
}
