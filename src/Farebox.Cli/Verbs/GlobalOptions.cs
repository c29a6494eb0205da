using System.CommandLine;
using Farebox.Client;

namespace Farebox.Cli.Verbs;

/// <summary>Options that many verbs share, spelled and explained once.</summary>
internal static class GlobalOptions
{
    private const int MaxPageRows = 100;

    public static readonly Option<bool> Json = new("--json") { Description = "Print JSON for programs, exactly as the API answered." };

    public static readonly Option<string?> BaseUrl = new("--base-url")
    {
        Description = "The API's address, with or without /v1. Else FAREBOX_BASE_URL, OPENAI_BASE_URL, the profile.",
        HelpName = "url",
    };

    public static readonly Option<string?> Organization = new("--organization", "--org")
    {
        Description = "Id of the organization that an operator's key acts on. Else the profile's, else the default one.",
        HelpName = "id",
    };

    public static readonly Option<string?> Project = new("--project")
    {
        Description = "Id or name of the project. Else the profile's, else the one named default.",
        HelpName = "project",
    };

    public static readonly Option<int?> Limit = Limited();

    public static readonly Option<string?> After = new("--after")
    {
        Description = "Continue behind the row with this id.",
        HelpName = "id",
    };

    /// <summary>The page that <see cref="Limit"/> and <see cref="After"/> ask for.</summary>
    public static PageRequest Page(this VerbRun run) => new(run.Get(Limit), run.Get(After));

    public static T Paged<T>(this T verb)
        where T : Command
    {
        verb.Options.Add(Limit);
        verb.Options.Add(After);
        return verb;
    }

    private static Option<int?> Limited()
    {
        var option = new Option<int?>("--limit") { Description = "Rows, 1 to 100 (20).", HelpName = "rows" };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1 or > MaxPageRows)
                result.AddError("--limit is 1 to 100.");
        });
        return option;
    }
}
