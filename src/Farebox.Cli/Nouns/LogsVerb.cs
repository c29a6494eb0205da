using System.CommandLine;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Contracts.Usage;

namespace Farebox.Cli.Nouns;

internal static class LogsVerb
{
    private static readonly Option<bool> Follow = new("--follow", "-f") { Description = "Go on with new records as calls end." };
    private static readonly Option<string?> Text = new("--text")
    {
        Description = "Only calls whose kept parameters or result hold these words; words in quotation marks in this order.",
        HelpName = "words",
    };

    public static readonly Column<RequestLog>[] Columns =
    [
        new("time", log => Words.Time(log.CreatedAt)), new("request", log => log.Id), new("model", log => log.Model ?? log.RequestedModel),
        new("status", log => Words.Count(log.Status), Right: true), new("outcome", log => log.Outcome),
        new("in", log => Words.Count(log.InputTokens), Right: true), new("out", log => Words.Count(log.OutputTokens), Right: true),
        new("took", log => Words.Duration(log.DurationUs), Right: true), new("error", log => log.ErrorCode),
    ];

    public static Command Create(Surroundings around)
    {
        var verb = new AdminVerb(
            around, "logs", "Show usage records, newest last: one per model call.",
            [
                "farebox logs", "farebox logs -f --model gpt-5-mini", "farebox logs --outcome upstream_failed --start 24h --json",
                "farebox logs --text invoice",
            ],
            RunAsync) { Follow, Text }.Filtered().Paged();
        verb.Subcommands.Add(LogsShowVerb.Create(around));
        verb.Subcommands.Add(LogsExportVerb.Create(around));
        verb.Subcommands.Add(LogsPolicyVerb.Create(around));
        verb.Subcommands.Add(LogsDeleteVerb.Create(around));
        verb.Validators.Add(result =>
        {
            if (result.GetValue(Follow) && (result.GetValue(Text) is not null || result.GetValue(GlobalOptions.After) is not null))
                result.AddError("--follow begins with the newest records: leave out --text and --after.");
        });
        return verb;
    }

    private static async Task<int> RunAsync(VerbRun run)
    {
        if (run.Get(Follow))
            return await new LogFollower(run, LogFilters.Read(run)).RunAsync();
        var filter = LogFilters.Read(run) with { Limit = run.Get(GlobalOptions.Limit), After = run.Get(GlobalOptions.After), Text = run.Get(Text) };
        var page = await run.Reader.Logs.ListAsync(filter, run.Cancel);
        if (run.Print.Json)
            run.Print.Line(page.Json);
        else
            run.Print.Rows([.. page.Value.Data.Reverse()], Columns);
        if (!run.Print.Json && page.Value.HasMore)
            run.Print.Note($"Older records: --after {page.Value.LastId}");
        return ExitStatus.Done;
    }
}
