using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Farebox.Cli.Terminal;

namespace Farebox.Cli.Tests.Verbs;

/// <summary>Holds docs/use/command-line.md to the program.</summary>
public sealed class CommandLinePageTests
{
    /// <summary>The server's own flags have their page; this one names only how they are spelled.</summary>
    private const string ServerFlags = "serve";

    private static readonly string Page = File.ReadAllText(PagePath());

    [Fact]
    public void Page_NamesEveryVerbAndEachOfItsOptions()
    {
        using var interrupts = new Interrupts();
        foreach (var (path, command) in Leaves(CommandTree.Create(Surroundings.OfProcess(interrupts))))
        {
            Assert.Contains($"`farebox {path}", Page, StringComparison.Ordinal);
            foreach (var option in path == ServerFlags ? [] : command.Options)
                Assert.True(Regex.IsMatch(Page, $"[` ]{option.Name}\\b"), $"{path} {option.Name}");
        }
    }

    [Fact]
    public void Page_NamesEveryExitStatus()
    {
        foreach (var status in typeof(ExitStatus).GetFields().Select(field => (int)field.GetRawConstantValue()!))
            Assert.Contains($"\n| {status} |", Page, StringComparison.Ordinal);
    }

    private static IEnumerable<(string Path, Command Command)> Leaves(Command parent, string prefix = "")
    {
        foreach (var child in parent.Subcommands)
        {
            var path = (prefix + " " + child.Name).Trim();
            if (child.Subcommands.Count == 0)
                yield return (path, child);
            foreach (var deeper in Leaves(child, path))
                yield return deeper;
        }
    }

    private static string PagePath([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "docs", "use", "command-line.md");
}
