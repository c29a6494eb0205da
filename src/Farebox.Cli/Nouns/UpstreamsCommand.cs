using System.CommandLine;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Contracts;
using Farebox.Contracts.Upstreams;

namespace Farebox.Cli.Nouns;

internal static class UpstreamsCommand
{
    private static readonly Argument<string> Upstream = new("upstream") { Description = "Name or id of the upstream." };

    public static Command Create(Surroundings around) =>
        new Verb("upstreams", "Provider connections, for operators.", "farebox upstreams list")
        {
            UpstreamsAddVerb.Create(around),
            new AdminVerb(around, "list", "List upstreams and their health.", ["farebox upstreams list"], ListAsync).Paged(),
            new AdminVerb(around, "test", "Ask an upstream for its models now.", ["farebox upstreams test ollama"], TestAsync) { Upstream },
            new AdminVerb(around, "enable", "Use an upstream again.", ["farebox upstreams enable ollama"],
                run => SwitchAsync(run, true)) { Upstream },
            new AdminVerb(around, "disable", "Stop using an upstream, keep its settings.", ["farebox upstreams disable ollama"],
                run => SwitchAsync(run, false)) { Upstream },
            new AdminVerb(around, "remove", "Forget an upstream and its credential.", ["farebox upstreams remove ollama"],
                RemoveAsync) { Upstream },
        };

    private static async Task<int> ListAsync(VerbRun run)
    {
        run.Print.List(await run.Admin.Upstreams.ListAsync(run.Page(), run.Cancel), "upstreams", UpstreamView.Columns);
        return ExitStatus.Done;
    }

    /// <summary>A test that found the upstream failing is a failure of this verb too: scripts look at the status.</summary>
    private static async Task<int> TestAsync(VerbRun run)
    {
        var test = await run.Admin.Upstreams.TestAsync(await ChosenAsync(run), run.Cancel);
        run.Print.One(test, UpstreamView.TestLines);
        return test.Value.Ok ? ExitStatus.Done : ExitStatus.Failed;
    }

    private static async Task<int> SwitchAsync(VerbRun run, bool enabled)
    {
        var settings = new UpstreamSettings { Enabled = enabled };
        run.Print.One(await run.Admin.Upstreams.UpdateAsync(await ChosenAsync(run), settings, run.Cancel), UpstreamView.Columns);
        return ExitStatus.Done;
    }

    private static async Task<int> RemoveAsync(VerbRun run)
    {
        var gone = await run.Admin.Upstreams.RemoveAsync(await ChosenAsync(run), run.Cancel);
        run.Print.One(gone, new Column<Deleted>("removed", upstream => upstream.Id));
        return ExitStatus.Done;
    }

    private static Task<string> ChosenAsync(VerbRun run) => UpstreamChoice.ByNameOrIdAsync(run.Admin, run.Get(Upstream), run.Cancel);
}
