using System.CommandLine;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Server;
using Farebox.Server.Platform;
using Farebox.Server.Storage;

namespace Farebox.Cli.Serving;

/// <summary><c>farebox restore</c>: a data directory from a backup, and the proof that its money is right.</summary>
internal static class RestoreVerb
{
    private static readonly Argument<string> Source = new("file") { Description = "An archive that `farebox backup` made." };

    public static Command Create(Surroundings around)
    {
        var options = new ServeOptions("data");
        return options.AddTo(new Verb(
            around, "restore", "Unpack a backup into a new or empty data directory, and verify its ledger.",
            ["farebox restore farebox-monday.tar --data /var/lib/farebox"],
            run => RunAsync(run, options)) { Source });
    }

    private static async Task<int> RunAsync(VerbRun run, ServeOptions options)
    {
        var data = options.DataDirectory(run);
        var (report, hasSecret) = await Task.Run(() => Restore(run.Get(Source), data), run.Cancel);
        if (!run.Print.Json)
            run.Print.Line($"Restored to {data}.");
        if (!hasSecret)
            run.Print.Note("The backup holds no installation secret: start the server with the FAREBOX_SECRET that it had.");
        return StoreReportView.Show(run, report);
    }

    private static (StoreReport Report, bool HasSecret) Restore(string source, string data)
    {
        try
        {
            var hasSecret = StoreBackup.Restore(source, data);
            return (StoreVerification.Run(DataDirectory.StorePathIn(data), isCopy: true), hasSecret);
        }
        catch (StartRefusedException refused)
        {
            throw new UsageException(refused.Message);
        }
    }
}
