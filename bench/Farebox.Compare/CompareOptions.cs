using Farebox.Compare.Gateways;
using Farebox.Compare.Loads;

namespace Farebox.Compare;

/// <summary>What the command line asked for.</summary>
public sealed record CompareOptions
{
    public const string Usage = """
        Usage: bench/compare [options]
        The same load through nginx, nginx with a Lua key check, Portkey's gateway and Farebox, interleaved.

          --rounds N          rounds to take medians over (default 3)
          --seconds S         length of one run in seconds (default 6)
          --only A,B          only these gateways: nginx, nginx-lua, portkey, farebox; and, not among the rest, farebox-metrics,
                              farebox-redacted and farebox-full (prompts and answers in the call log)
          --loads A,B         only these loads: 1, 16, 64 (connections), streams
          --nginx-workers N   worker processes of both nginx gateways (default 1)
          --farebox PATH      measure this executable instead of the one built here
          --json PATH         also write every single run to PATH
          --no-write          do not write docs/operate/performance.md

        A run of all gateways and loads in at least 3 rounds, without --farebox, is written to docs/operate/performance.md.
        Exit status: 0 done, 1 a run failed or answered with errors, 2 wrong usage, 130 stopped by Ctrl-C.
        """;

    public int Rounds { get; init; } = 3;

    public int Seconds { get; init; } = 6;

    public int NginxWorkers { get; init; } = 1;

    private static readonly string[] AllGateways = ["nginx", "nginx-lua", "portkey", "farebox"];

    public IReadOnlyList<string> Gateways { get; init; } = AllGateways;

    public IReadOnlyList<LoadShape> Loads { get; init; } = LoadShape.All;

    /// <summary>Path of the <c>farebox</c> executable, or null for the one built from this tree.</summary>
    public string? FareboxPath { get; init; }

    public string? JsonPath { get; init; }

    public bool NoWrite { get; init; }

    public bool Help { get; init; }

    /// <summary>True when nothing was left out or replaced, so that the result may stand in the documentation.</summary>
    public bool IsComplete =>
        Rounds >= 3 && Gateways.SequenceEqual(AllGateways) && Loads.Count == LoadShape.All.Count && FareboxPath is null;

    /// <exception cref="ArgumentException">An option is unknown, or its value is missing or out of range.</exception>
    public static CompareOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new CompareOptions();
        for (var index = 0; index < arguments.Count; index++)
        {
            var name = arguments[index];
            string Value() => ++index < arguments.Count ? arguments[index] : throw new ArgumentException($"{name} needs a value.");
            options = name switch
            {
                "--rounds" => options with { Rounds = Number(name, Value(), 1, 100) },
                "--seconds" => options with { Seconds = Number(name, Value(), 1, 600) },
                "--nginx-workers" => options with { NginxWorkers = Number(name, Value(), 1, 64) },
                "--only" => options with { Gateways = Among(name, Value(), [.. AllGateways, .. FareboxGateway.Variants]) },
                "--loads" => options with { Loads = [.. Among(name, Value(), LoadNames).Select(LoadShape.ByName)] },
                "--farebox" => options with { FareboxPath = Path.GetFullPath(Value()) },
                "--json" => options with { JsonPath = Path.GetFullPath(Value()) },
                "--no-write" => options with { NoWrite = true },
                "--help" or "-h" => options with { Help = true },
                _ => throw new ArgumentException($"Unknown option {name}."),
            };
        }

        return options;
    }

    private static List<string> LoadNames => [.. LoadShape.All.Select(load => load.Name)];

    private static int Number(string name, string value, int least, int most) =>
        int.TryParse(value, out var number) && number >= least && number <= most
            ? number
            : throw new ArgumentException($"{name} takes a whole number from {least} to {most}.");

    private static List<string> Among(string name, string value, IReadOnlyList<string> known)
    {
        var chosen = value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return chosen.Length > 0 && chosen.All(known.Contains)
            ? [.. known.Where(chosen.Contains)]
            : throw new ArgumentException($"{name} takes a list of: {string.Join(", ", known)}.");
    }
}
