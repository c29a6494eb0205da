using Farebox.Cli.Terminal;

namespace Farebox.Cli.Tests;

/// <summary>Runs command lines inside the test's process, with an environment and a profile of their own.</summary>
internal sealed class CliRun : IDisposable
{
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public CliRun() => Variables["FAREBOX_PROFILE"] = Path.Combine(Folder.FullName, "profile.json");

    public DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("farebox-cli-");
    public Dictionary<string, string> Variables { get; } = [];
    public Interrupts Interrupts { get; } = new();
    public TextReader In { get; set; } = new StringReader("");
    public bool InIsTerminal { get; set; }
    public bool OutIsTerminal { get; set; }
    public TimeProvider Clock { get; set; } = TimeProvider.System;
    public TextWriter? ErrorWriter { get; set; }
    public string Out => _out.ToString();
    public string Error => _error.ToString();

    public Task<int> RunAsync(params string[] arguments) => CommandLine.RunAsync(arguments, new Surroundings
    {
        In = In,
        Out = _out,
        Error = ErrorWriter ?? _error,
        InIsTerminal = InIsTerminal,
        OutIsTerminal = OutIsTerminal,
        Variable = name => Variables.GetValueOrDefault(name),
        Clock = Clock,
        Interrupts = Interrupts,
    });

    public void Dispose()
    {
        Interrupts.Dispose();
        Folder.Delete(recursive: true);
    }
}
