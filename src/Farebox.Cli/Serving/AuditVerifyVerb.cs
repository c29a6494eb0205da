using System.CommandLine;
using System.Text.Json;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Kernel.Audit;
using Farebox.Server.Audit;
using Farebox.Server.Storage;

namespace Farebox.Cli.Serving;

/// <summary><c>farebox audit verify</c>: proves that a store's audit log is as it was written, whether a server runs on it or not.</summary>
internal static class AuditVerifyVerb
{
    private static readonly Argument<string?> Store = new("store")
    {
        Description = "A copied store: its farebox.db, or the folder that holds it. Without it, the store in the data directory.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> Kept = new("--kept")
    {
        Description = "Where the log ended when this verb printed it earlier: proves that nothing up to there was taken away or written anew.",
        HelpName = "count:hash",
    };

    public static Command Create(Surroundings around)
    {
        var options = new ServeOptions("data");
        return options.AddTo(new Verb(
            around, "verify",
            "Prove that no event of the audit log was changed, put in or taken away. Prints where it ends, to be kept elsewhere. Ends with 7 if one was.",
            ["farebox audit verify --data /var/lib/farebox", "farebox audit verify copy/farebox.db --kept 1042:9f2c… --json"],
            run => RunAsync(run, options)) { Store, Kept });
    }

    private static async Task<int> RunAsync(VerbRun run, ServeOptions options)
    {
        AuditHead? kept = null;
        if (run.Get(Kept) is { } text)
            kept = AuditHead.TryParse(text) ?? throw new UsageException("--kept is COUNT:HASH, as this verb prints it: a number and 64 hexadecimal digits.");
        var copy = run.Get(Store);
        var path = copy ?? options.DataDirectory(run);
        if (copy is null || Directory.Exists(path))
            path = DataDirectory.StorePathIn(path);
        var report = await Task.Run(() => AuditVerification.Run(path, isCopy: copy is not null, kept), run.Cancel);
        Show(run.Print, report);
        return report.IsSound ? ExitStatus.Done : ExitStatus.NotSound;
    }

    private static void Show(Printer print, AuditReport report)
    {
        if (print.Json)
        {
            print.Line(JsonSerializer.Serialize(new
            {
                sound = report.IsSound,
                events = report.Head.Count,
                head = report.Head.ToString(),
                fault = report.Fault,
            }));
            return;
        }
        print.Lines(
            report,
            new Column<AuditReport>(report.IsSound ? "events" : "events before", found => Words.Count(found.Head.Count)),
            new Column<AuditReport>(report.IsSound ? "end" : "", found => found.IsSound ? found.Head.ToString() : null));
        print.Line(report.Fault is { } fault ? "not sound: " + CleanText.Line(fault) : "sound");
    }
}
