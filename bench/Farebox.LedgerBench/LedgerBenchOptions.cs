namespace Farebox.LedgerBench;

/// <summary>What the command line asked for.</summary>
public sealed record LedgerBenchOptions
{
    public const string Usage = """
        Usage: bench/ledger [options]
        Settlements and flushes per second through the ledger and its journal, beside plain SQLite inserts of the same rows.

          --rounds N     rounds to take medians over (default 7)
          --seconds S    length of one run in seconds (default 3)
          --callers N    calls that settle at the same time (default 64)
          --no-write     do not write docs/operate/performance.md

        A run of at least 7 rounds with 64 callers is written to docs/operate/performance.md.
        Exit status: 0 done, 1 a run failed, 2 wrong usage.
        """;

    private const int DefaultRounds = 7;
    private const int DefaultCallers = 64;

    public int Rounds { get; init; } = DefaultRounds;

    public int Seconds { get; init; } = 3;

    public int Callers { get; init; } = DefaultCallers;

    public bool NoWrite { get; init; }

    public bool Help { get; init; }

    /// <summary>Whether the result may stand in the documentation.</summary>
    public bool IsComplete => Rounds >= DefaultRounds && Callers == DefaultCallers;

    /// <exception cref="ArgumentException">An option is unknown, or its value is missing or out of range.</exception>
    public static LedgerBenchOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new LedgerBenchOptions();
        for (var index = 0; index < arguments.Count; index++)
        {
            var name = arguments[index];
            int Number(int most) => ++index < arguments.Count && int.TryParse(arguments[index], out var number) && number >= 1 && number <= most
                ? number
                : throw new ArgumentException($"{name} takes a whole number from 1 to {most}.");
            options = name switch
            {
                "--rounds" => options with { Rounds = Number(100) },
                "--seconds" => options with { Seconds = Number(600) },
                "--callers" => options with { Callers = Number(1000) },
                "--no-write" => options with { NoWrite = true },
                "--help" or "-h" => options with { Help = true },
                _ => throw new ArgumentException($"Unknown option {name}."),
            };
        }

        return options;
    }
}
