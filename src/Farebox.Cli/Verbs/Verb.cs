using System.CommandLine;
using Farebox.Cli.Terminal;

namespace Farebox.Cli.Verbs;

/// <summary>A command with examples for its help. One without an action is a noun that holds verbs.</summary>
internal class Verb : Command
{
    public Verb(string name, string description, params string[] examples)
        : base(name, description) => Examples = examples;

    /// <summary>A verb that runs: its failures become one line on standard error and an exit status.</summary>
    public Verb(
        Surroundings around, string name, string description, string[] examples, Func<VerbRun, Task<int>> act)
        : this(name, description, examples)
    {
        Options.Add(GlobalOptions.Json);
        SetAction(async (parsed, cancel) =>
        {
            using var run = new VerbRun(parsed, around, cancel);
            return await Failures.GuardAsync(run, act);
        });
    }

    public IReadOnlyList<string> Examples { get; }
}
