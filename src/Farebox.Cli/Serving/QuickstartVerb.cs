using System.CommandLine;
using System.Text.Json;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Contracts;

namespace Farebox.Cli.Serving;

/// <summary><c>farebox quickstart</c>: from nothing to an answer before the reader's eyes.</summary>
internal static class QuickstartVerb
{
    private static readonly Option<bool> Once = new("--once") { Description = "End after the five steps instead of serving on." };

    public static Command Create(Surroundings around)
    {
        var options = new ServeOptions("listen", "data", "detect_upstreams");
        return options.AddTo(new Verb(
            around, "quickstart", "Start a server and walk from an organization to an answer, in five steps.",
            ["farebox quickstart", "farebox quickstart --once --listen http://127.0.0.1:9000"],
            run => RunAsync(run, options)) { Once });
    }

    private static async Task<int> RunAsync(VerbRun run, ServeOptions flags)
    {
        var (options, errors) = flags.Load(run);
        if (errors.Count > 0)
            throw new UsageException(string.Join("; ", errors));

        var file = run.ProfileFile();
        await using var server = await QuickstartServer.FindOrStartAsync(options, file.Load(), run);
        var result = await new QuickstartWalk(run, server, file).RunAsync();
        if (run.Print.Json)
            run.Print.Line(JsonSerializer.Serialize(result, FareboxJson.Options));
        else
            CopyLines.Print(run.Print, result);

        if (!run.Get(Once) && server.IsOurs)
        {
            if (await server.FindSetUpAddressAsync() is { } setUp) run.Print.Note(ServeVerb.SetUpLine(setUp));
            run.Print.Note($"Serving at {server.BaseUrl}. Ctrl-C stops it.");
            await server.ServeAsync(run.Cancel);
        }
        return ExitStatus.Done;
    }
}
