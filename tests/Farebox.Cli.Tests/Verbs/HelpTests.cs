using System.CommandLine;
using System.CommandLine.Help;
using Farebox.Cli.Verbs;

namespace Farebox.Cli.Tests.Verbs;

public sealed class HelpTests
{
    public static TheoryData<string> Commands()
    {
        using var run = new CliRun();
        var paths = new TheoryData<string>();
        foreach (var (path, _) in Walk(Tree()))
            paths.Add(path);
        return paths;
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Help_OfEveryCommand_EndsWithAnExampleOfIt(string path)
    {
        using var run = new CliRun();

        var status = await run.RunAsync([.. path.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        Assert.Equal(0, status);
        var examples = run.Out[run.Out.IndexOf("Example", StringComparison.Ordinal)..];
        Assert.Contains(("farebox " + path).Trim(), examples, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryVerb_TakesJson_AndHasADescription()
    {
        foreach (var (path, command) in Walk(Tree()))
        {
            Assert.False(string.IsNullOrWhiteSpace(command.Description), path);
            if (command.Subcommands.Count == 0)
                Assert.True(command.Options.Contains(GlobalOptions.Json), path);
        }
    }

    [Fact]
    public void EveryExample_Parses()
    {
        var root = Tree();
        foreach (var (path, command) in Walk(root))
        {
            foreach (var example in ((Verb)command).Examples)
            {
                // What a shell would take away: variables before the command, pipes and redirections around it.
                var line = example[example.IndexOf("farebox ", StringComparison.Ordinal)..].Split([" < ", " > ", ")"], StringSplitOptions.None)[0];
                Assert.Empty(root.Parse(line["farebox ".Length..]).Errors);
                Assert.StartsWith(path.Split(' ')[0], line["farebox ".Length..], StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void NoOption_TakesASecret()
    {
        string[] secretive = ["--api-key", "--admin-key", "--secret", "--password", "--credential"];

        foreach (var (path, command) in Walk(Tree()))
            Assert.DoesNotContain(command.Options, option => secretive.Contains(option.Name) && path.Length > 0);
    }

    private static RootCommand Tree()
    {
        using var interrupts = new Farebox.Cli.Terminal.Interrupts();
        var root = CommandTree.Create(Farebox.Cli.Terminal.Surroundings.OfProcess(interrupts));
        Assert.Contains(root.Options, option => option is HelpOption);
        return root;
    }

    private static IEnumerable<(string Path, Command Command)> Walk(Command parent, string prefix = "")
    {
        foreach (var child in parent.Subcommands)
        {
            var path = (prefix + " " + child.Name).Trim();
            yield return (path, child);
            foreach (var deeper in Walk(child, path))
                yield return deeper;
        }
    }
}
