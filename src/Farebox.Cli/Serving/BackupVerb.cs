using System.CommandLine;
using System.Text.Json;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Server.Storage;

namespace Farebox.Cli.Serving;

/// <summary><c>farebox backup</c>: one file with all that a server cannot do without, made while it serves.</summary>
internal static class BackupVerb
{
    private static readonly Argument<string> Target = new("file") { Description = "The archive to make. It must not be there yet." };

    public static Command Create(Surroundings around)
    {
        var options = new ServeOptions("data");
        return options.AddTo(new Verb(
            around, "backup", "Copy the store and the installation secret into one tar archive; a server may run on them. Overwrites nothing.",
            ["farebox backup farebox-monday.tar", "farebox backup /backups/farebox.tar --data /var/lib/farebox"],
            run => RunAsync(run, options)) { Target });
    }

    private static async Task<int> RunAsync(VerbRun run, ServeOptions options)
    {
        var data = options.DataDirectory(run);
        var made = await Task.Run(() => StoreBackup.Write(data, run.Get(Target)), run.Cancel);
        if (run.Print.Json)
        {
            run.Print.Line(JsonSerializer.Serialize(new { file = made.Path, bytes = made.Bytes, has_secret = made.HasSecret }));
            return ExitStatus.Done;
        }

        run.Print.Line($"{made.Path}: {Words.Count(made.Bytes)} bytes, from {data}.");
        run.Print.Note(made.HasSecret
            ? "It holds the installation secret: keep it as safe as the data directory."
            : "It holds no installation secret, which this installation takes from FAREBOX_SECRET: keep that too, nothing can be restored without it.");
        return ExitStatus.Done;
    }
}
