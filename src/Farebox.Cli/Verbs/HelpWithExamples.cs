using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Farebox.Cli.Verbs;

/// <summary>The usual help with examples behind it.</summary>
internal sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => usual.ClearsParseErrors;

    public override int Invoke(ParseResult parseResult)
    {
        var status = usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is not Verb { Examples.Count: > 0 } verb)
            return status;
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine(verb.Examples.Count == 1 ? "Example:" : "Examples:");
        foreach (var example in verb.Examples)
            output.WriteLine("  " + example);
        output.WriteLine();
        return status;
    }
}
