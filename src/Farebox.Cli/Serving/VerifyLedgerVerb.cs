using System.CommandLine;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Server;
using Farebox.Server.Storage;

namespace Farebox.Cli.Serving;

/// <summary><c>farebox verify-ledger</c>: proves that a store's money is right, whether a server runs on it or not.</summary>
internal static class VerifyLedgerVerb
{
    private static readonly Argument<string?> Store = new("store")
    {
        Description = "A copied store: its farebox.db, or the folder that holds it. Without it, the store in the data directory.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Command Create(Surroundings around)
    {
        var options = new ServeOptions("data");
        return options.AddTo(new Verb(
            around, "verify-ledger",
            "Prove that every charge, balance and budget in a store is right; a server may run on it. Changes nothing. Ends with 7 if one is not.",
            ["farebox verify-ledger", "farebox verify-ledger --data /var/lib/farebox --json", "farebox verify-ledger copy/farebox.db"],
            run => RunAsync(run, options)) { Store });
    }

    private static async Task<int> RunAsync(VerbRun run, ServeOptions options)
    {
        var copy = run.Get(Store);
        var path = copy ?? options.DataDirectory(run);
        if (copy is null || Directory.Exists(path))
            path = DataDirectory.StorePathIn(path);
        var report = await Task.Run(() => StoreVerification.Run(path, isCopy: copy is not null), run.Cancel);
        return StoreReportView.Show(run, report);
    }
}
