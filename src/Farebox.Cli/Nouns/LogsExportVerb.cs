using System.CommandLine;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;

namespace Farebox.Cli.Nouns;

internal static class LogsExportVerb
{
    private static readonly Option<string> Format = new Option<string>("--format")
    {
        Description = "Comma-separated values, or one JSON object a line.",
        HelpName = "csv|jsonl",
        DefaultValueFactory = _ => "jsonl",
    }.AcceptOnlyFromAmong("csv", "jsonl");

    private static readonly Option<string?> File = new("--file")
    {
        Description = "Write there instead of standard output; the file must not be there yet.",
        HelpName = "path",
    };

    public static Command Create(Surroundings around) => new AdminVerb(
        around, "export", "Print every usage record that matches, oldest first.",
        ["farebox logs export --format csv --start 2026-01-01 --end 2026-02-01 > january.csv", "farebox logs export --file calls.jsonl"],
        RunAsync) { Format, File }.Filtered();

    private static async Task<int> RunAsync(VerbRun run)
    {
        await using Stream target = run.Get(File) is { } path ? Create(path) : new WriterStream(run.Around.Out);
        await run.Reader.Logs.ExportAsync(LogFilters.Read(run), run.Get(Format)!, target, run.Cancel);
        return ExitStatus.Done;
    }

    private static FileStream Create(string path)
    {
        try
        {
            return new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--file: {failure.Message}");
        }
    }
}
