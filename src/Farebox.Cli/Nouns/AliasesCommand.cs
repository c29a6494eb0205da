using System.CommandLine;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Contracts.Models;

namespace Farebox.Cli.Nouns;

internal static class AliasesCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "The second name, such as gpt-3.5-turbo." };

    private static readonly Argument<string?> Target = new("model")
    {
        Description = "The model it stands for.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> Off = new("--off") { Description = "Let the name stand for nothing, though a default exists." };

    private static readonly Column<ModelAlias>[] Columns =
    [
        new("alias", alias => alias.Id), new("model", alias => alias.Target ?? "(none)"), new("set by", alias => alias.Source),
    ];

    public static Command Create(Surroundings around)
    {
        var set = new AdminVerb(
            around, "set", "Let a name stand for a model.",
            ["farebox aliases set gpt-3.5-turbo gpt-5-mini", "farebox aliases set text-davinci-003 --off"], SetAsync)
        {
            Name, Target, Off,
        };
        set.Validators.Add(result =>
        {
            if (result.GetValue(Off) == (result.GetValue(Target) is not null))
                result.AddError("Give the model, or --off.");
        });
        return new Verb("aliases", "Second names for models, for operators.", "farebox aliases list")
        {
            new AdminVerb(around, "list", "List aliases and what they stand for now.", ["farebox aliases list"], ListAsync).Paged(),
            set,
            new AdminVerb(around, "remove", "Take an alias back; a shipped one returns to its default.",
                ["farebox aliases remove gpt-3.5-turbo"], RemoveAsync) { Name },
        };
    }

    private static async Task<int> ListAsync(VerbRun run)
    {
        run.Print.List(await run.Admin.Aliases.ListAsync(run.Page(), run.Cancel), "aliases", Columns);
        return ExitStatus.Done;
    }

    private static async Task<int> SetAsync(VerbRun run)
    {
        run.Print.One(await run.Admin.Aliases.SetAsync(run.Get(Name), run.Get(Target) ?? "", run.Cancel), Columns);
        return ExitStatus.Done;
    }

    private static async Task<int> RemoveAsync(VerbRun run)
    {
        var gone = await run.Admin.Aliases.RemoveAsync(run.Get(Name), run.Cancel);
        run.Print.One(gone, new Column<Contracts.Deleted>("removed", alias => alias.Id));
        return ExitStatus.Done;
    }
}
