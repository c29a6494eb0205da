using System.CommandLine;
using System.Text.Json;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Server;
using Microsoft.Extensions.Hosting;

namespace Farebox.Cli.Serving;

internal static class ServeVerb
{
    public static Command Create(Surroundings around)
    {
        var options = new ServeOptions();
        return options.AddTo(new Verb(
            around, "serve", "Run the server until Ctrl-C or SIGTERM. Secrets come from the environment or the file, never from flags.",
            [
                "farebox serve",
                "farebox serve --listen http://0.0.0.0:8420 --data /var/lib/farebox --log-format json",
            ],
            run => RunAsync(run, options)));
    }

    /// <summary>Where the first account of the console is made; only whoever reads this can make it.</summary>
    public static string SetUpLine(string address) => $"The console has no account yet. Make the first one at {address}";

    private static async Task<int> RunAsync(VerbRun run, ServeOptions flags)
    {
        var (options, errors) = flags.Load(run);
        foreach (var error in errors)
            run.Around.Error.WriteLine("farebox: " + error);
        if (errors.Count > 0)
            return ExitStatus.Usage;

        FareboxApp.PreferInlineSockets();
        FareboxApp.PreferUnlockedStore();
        await using var app = await ServerStart.RunAsync(options, run.Cancel);
        var setUp = await FareboxApp.FindSetUpAddressAsync(app);
        run.Print.Line(run.Print.Json
            ? JsonSerializer.Serialize(new { listening = app.Urls, set_up = setUp })
            : $"Farebox {Nouns.VersionVerb.Text} listens on {string.Join(", ", app.Urls)}");
        if (setUp is not null && !run.Print.Json) run.Print.Line(SetUpLine(setUp));
        await app.WaitForShutdownAsync(run.Cancel);
        return ExitStatus.Done;
    }
}
