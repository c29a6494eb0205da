using System.Runtime.InteropServices;

namespace Farebox.Cli.Terminal;

/// <summary>Ctrl-C and SIGTERM. They cancel the running verb, unless it takes Ctrl-C for something smaller.</summary>
internal sealed class Interrupts : IDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly List<PosixSignalRegistration> _registrations = [];

    /// <summary>Cancelled when the program shall end.</summary>
    public CancellationToken Ending => _ending.Token;

    /// <summary>Asked first when Ctrl-C comes; true keeps the program running.</summary>
    public Func<bool>? OnInterrupt { get; set; }

    public void Listen()
    {
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            Interrupt();
        }));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            _ending.Cancel();
        }));
    }

    /// <summary>What Ctrl-C does.</summary>
    public void Interrupt()
    {
        if (OnInterrupt?.Invoke() != true)
            _ending.Cancel();
    }

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _ending.Dispose();
    }
}
