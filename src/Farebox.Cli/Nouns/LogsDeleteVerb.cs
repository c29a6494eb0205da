using System.CommandLine;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Contracts;
using Farebox.Contracts.CallLog;

namespace Farebox.Cli.Nouns;

internal static class LogsDeleteVerb
{
    private static readonly Argument<string?> Id = new("id")
    {
        Description = "Id of the call, req_…; else --start and --end.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Command Create(Surroundings around)
    {
        var verb = new AdminVerb(
            around, "delete", "Delete what was kept of a call, or of all calls of a span of time, for good. Usage records stay.",
            [
                "farebox logs delete req_0193b1c2d3e4f5a6b7c8d9e0f1a2b3c4", "farebox logs delete --start 2026-01-01 --end 2026-02-01",
            ],
            RunAsync) { Id, LogFilters.Project, LogFilters.Start, LogFilters.End };
        verb.Validators.Add(result =>
        {
            var span = result.GetValue(LogFilters.Start) is not null && result.GetValue(LogFilters.End) is not null;
            if (result.GetValue(Id) is not null == span)
                result.AddError("Give the id of a call, or --start and --end.");
        });
        return verb;
    }

    private static async Task<int> RunAsync(VerbRun run)
    {
        if (run.Get(Id) is { } id)
        {
            run.Print.One(await run.Admin.Logs.DeletePayloadAsync(id, run.Cancel), new Column<Deleted>("deleted", gone => gone.Id));
            return ExitStatus.Done;
        }
        var start = Input.Moment(run.Get(LogFilters.Start)!, "--start", run.Around.Clock);
        var end = Input.Moment(run.Get(LogFilters.End)!, "--end", run.Around.Clock);
        run.Print.One(
            await run.Admin.Logs.DeletePayloadsAsync(start, end, run.Get(LogFilters.Project), run.Cancel),
            new Column<DeletedPayloads>("deleted", gone => Words.Count(gone.Count)));
        return ExitStatus.Done;
    }
}
