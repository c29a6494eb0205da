using Farebox.Compare.Loads;
using Farebox.Compare.Machine;

namespace Farebox.Compare.Gateways;

/// <summary>One thing that is measured, from its start to its end. It listens on a port of its own and calls the mock.</summary>
/// <param name="name">How the command line and the report call it.</param>
/// <param name="directory">An empty folder of its own; gone when the run is over.</param>
public abstract class Gateway(string name, string directory) : IDisposable
{
    public string Name => name;

    /// <summary>One line for the report: what it does for each call.</summary>
    public abstract string Description { get; }

    /// <summary>Seconds under load before the first measured run.</summary>
    public abstract int WarmUpSeconds { get; }

    /// <summary>Id of the process whose CPU time, with its descendants', is counted; null when there is nothing to count.</summary>
    public virtual int? ProcessId => Child?.Id;

    /// <summary>The end of what it printed; says why, when it answers wrongly.</summary>
    public string LogTail => Child?.LogTail ?? "";

    protected string Directory => directory;

    protected ChildProcess? Child { get; set; }

    protected int Port { get; } = FreePort.Find();

    /// <summary>Starts it and returns when it answers.</summary>
    public abstract Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Where its calls of this load go; known once it has started.</summary>
    public abstract CallTarget Target(LoadShape load);

    /// <summary>A last look when all runs are over: a line for the report, or null when there is nothing to say.</summary>
    /// <param name="callsAnswered">Calls that wrk saw answered, warm-up included; more may have been under way.</param>
    /// <exception cref="InvalidOperationException">It did not do what its description says.</exception>
    public virtual Task<string?> VerifyAsync(long callsAnswered, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public void Dispose()
    {
        Child?.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static Uri Local(int port, string path) => new($"http://127.0.0.1:{port}{path}");

    protected static Dictionary<string, string> Bearer(string credential) => new() { ["Authorization"] = $"Bearer {credential}" };
}
