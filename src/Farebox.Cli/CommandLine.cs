using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Farebox.Cli.Terminal;

namespace Farebox.Cli;

/// <summary>Runs one command line to its exit status.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Surroundings around)
    {
        // Without response files: @cf/meta/llama is a model's name, not a file of arguments.
        var parsed = CommandTree.Create(around).Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
            return Refuse(parsed, around);
        var configuration = new InvocationConfiguration
        {
            Output = around.Out,
            Error = around.Error,
            // Signals are Interrupts' business, and unexpected exceptions shall be seen whole.
            ProcessTerminationTimeout = null,
            EnableDefaultExceptionHandler = false,
        };
        return await parsed.InvokeAsync(configuration, around.Interrupts.Ending);
    }

    private static int Refuse(ParseResult parsed, Surroundings around)
    {
        var names = parsed.CommandResult.Parents().Prepend(parsed.CommandResult).Reverse().Select(NameOf).ToArray();
        var noun = parsed.CommandResult.Command;
        if (noun.Subcommands.Count > 0 && parsed.UnmatchedTokens.Count == 0)
        {
            var help = parsed.RootCommandResult.Command.Parse([.. names[1..], "--help"]);
            help.Invoke(new InvocationConfiguration { Output = around.Error, Error = around.Error });
            return ExitStatus.Usage;
        }

        // A wrong name of a verb is also a missing verb; the name is what helps.
        var problem = parsed.Errors.FirstOrDefault(error => parsed.UnmatchedTokens.Any(error.Message.Contains)) ?? parsed.Errors[0];
        around.Error.WriteLine($"farebox: {CleanText.Line(problem.Message)} See `{string.Join(' ', names)} --help`.");
        return ExitStatus.Usage;
    }

    private static IEnumerable<SymbolResult> Parents(this SymbolResult result)
    {
        for (var parent = result.Parent; parent is not null; parent = parent.Parent)
            yield return parent;
    }

    private static string NameOf(SymbolResult result) => result switch
    {
        CommandResult { Command: RootCommand } => "farebox",
        CommandResult command => command.Command.Name,
        _ => "",
    };
}
