using System.CommandLine;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Contracts.Models;

namespace Farebox.Cli.Nouns;

internal static class ModelsVerb
{
    private static readonly Column<Model>[] Columns =
    [
        new("model", model => model.Id), new("owner", model => model.OwnedBy),
        new("created", model => model.Created == 0 ? "" : Words.Time(model.Created)),
    ];

    public static Command Create(Surroundings around) =>
        new ApiVerb(
            around, "models", "List the models that the key may use, at Farebox or any OpenAI-shaped address.",
            ["farebox models", "farebox models --base-url http://127.0.0.1:11434/v1"], ListAsync);

    private static async Task<int> ListAsync(VerbRun run)
    {
        var models = await run.Caller.Models.ListAsync(run.Cancel);
        if (run.Print.Json)
            run.Print.Line(models.Json);
        else
            run.Print.Rows(models.Value.Data, Columns);
        return ExitStatus.Done;
    }
}
