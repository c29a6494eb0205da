using Farebox.Server.Platform.Options;
using Microsoft.Extensions.Hosting;

namespace Farebox.Server.Relay;

/// <summary>
/// Tells running calls when they must end: <c>shutdown_seconds</c> after a stop was asked for. They settle and say so to their clients;
/// the host waits a little longer than that.
/// </summary>
internal sealed class StopSignal : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _registration;

    /// <summary>Starts to listen for the stop.</summary>
    public StopSignal(IHostApplicationLifetime lifetime, FareboxOptions options, TimeProvider clock)
    {
        _source = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        _registration = lifetime.ApplicationStopping.Register(() => _source.CancelAfter(TimeSpan.FromSeconds(options.ShutdownSeconds)));
    }

    /// <summary>Cancelled when running calls must end.</summary>
    public CancellationToken Token => _source.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        _registration.Dispose();
        _source.Dispose();
    }
}
