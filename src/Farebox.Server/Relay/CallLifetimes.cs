using System.Collections.Concurrent;

namespace Farebox.Server.Relay;

/// <summary>Lends lifetimes: making one costs a call more than all that it does with it. As many are kept as there were calls at once.</summary>
internal sealed class CallLifetimes(StopSignal stop) : IDisposable
{
    private readonly ConcurrentQueue<CallLifetime> _free = new();

    /// <summary>A lifetime for one call; disposing it gives it back.</summary>
    public CallLifetime Begin(CancellationToken client)
    {
        if (!_free.TryDequeue(out var lifetime)) lifetime = New();
        lifetime.Begin(client);
        return lifetime;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_free.TryDequeue(out var lifetime)) lifetime.Close();
    }

    internal void Return(CallLifetime lifetime) => _free.Enqueue(lifetime);

    // A timer keeps the context that it is made in: here, that of some call which will be long gone.
    private CallLifetime New()
    {
        if (ExecutionContext.IsFlowSuppressed()) return new CallLifetime(this, stop.Token);
        using (ExecutionContext.SuppressFlow()) return new CallLifetime(this, stop.Token);
    }
}
