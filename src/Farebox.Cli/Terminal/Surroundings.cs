namespace Farebox.Cli.Terminal;

/// <summary>Everything the program touches of the process it runs in, so that tests can put other things there.</summary>
internal sealed record Surroundings
{
    public required TextReader In { get; init; }
    public required TextWriter Out { get; init; }
    public required TextWriter Error { get; init; }
    public required bool InIsTerminal { get; init; }
    public required bool OutIsTerminal { get; init; }

    /// <summary>An environment variable; null when it is unset or empty.</summary>
    public required Func<string, string?> Variable { get; init; }
    public required TimeProvider Clock { get; init; }
    public required Interrupts Interrupts { get; init; }

    /// <summary>Whether colours go to the terminal (<c>NO_COLOR</c> is a convention of https://no-color.org).</summary>
    public bool Colours => OutIsTerminal && Variable("NO_COLOR") is null && Variable("TERM") != "dumb";

    public static Surroundings OfProcess(Interrupts interrupts) => new()
    {
        In = Console.In,
        Out = Console.Out,
        Error = Console.Error,
        InIsTerminal = !Console.IsInputRedirected,
        OutIsTerminal = !Console.IsOutputRedirected,
        Variable = name => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null,
        Clock = TimeProvider.System,
        Interrupts = interrupts,
    };
}
