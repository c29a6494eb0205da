using System.CommandLine;
using System.Text.Json;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;

namespace Farebox.Cli.Nouns;

internal static class VersionVerb
{
    public static string Text => typeof(VersionVerb).Assembly.GetName().Version!.ToString(3);

    public static Command Create(Surroundings around) =>
        new Verb(around, "version", "Print the version.", ["farebox version"], run =>
        {
            run.Print.Line(run.Print.Json ? JsonSerializer.Serialize(new Dictionary<string, string> { ["version"] = Text }) : Text);
            return Task.FromResult(ExitStatus.Done);
        });
}
