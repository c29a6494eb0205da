using System.CommandLine;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Contracts.Models;

namespace Farebox.Cli.Nouns;

internal static class ModelsVerb
{
    private static readonly Option<bool> Prices = new("--prices")
    {
        Description = "Show what they cost you, in USD per million tokens; at Farebox only.",
    };

    private static readonly Column<Model>[] Columns =
    [
        new("model", model => model.Id), new("owner", model => model.OwnedBy),
        new("created", model => model.Created == 0 ? "" : Words.Time(model.Created)),
    ];

    private static readonly Column<ModelWithPrices>[] PriceColumns =
    [
        new("model", model => model.Id), new("owner", model => model.OwnedBy), .. PriceView.Amounts<ModelWithPrices>(model => model.Prices),
    ];

    public static Command Create(Surroundings around) =>
        new ApiVerb(
            around, "models", "List the models that the key may use, at Farebox or any OpenAI-shaped address.",
            ["farebox models", "farebox models --prices", "farebox models --base-url http://127.0.0.1:11434/v1"], ListAsync) { Prices };

    private static async Task<int> ListAsync(VerbRun run)
    {
        if (run.Get(Prices)) return await ListWithPricesAsync(run);
        var models = await run.Caller.Models.ListAsync(run.Cancel);
        if (run.Print.Json)
            run.Print.Line(models.Json);
        else
            run.Print.Rows(models.Value.Data, Columns);
        return ExitStatus.Done;
    }

    private static async Task<int> ListWithPricesAsync(VerbRun run)
    {
        var models = await run.Farebox.Models.ListWithPricesAsync(run.Cancel);
        if (run.Print.Json)
            run.Print.Line(models.Json);
        else
            run.Print.Rows(models.Value.Data, PriceView.Used(models.Value.Data, PriceColumns));
        return ExitStatus.Done;
    }
}
