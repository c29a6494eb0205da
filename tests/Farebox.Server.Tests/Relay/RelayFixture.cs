using Farebox.Testing.Server;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Relay;

/// <summary>A Farebox before one scripted upstream, with a key. Each test has its own.</summary>
public abstract class RelayFixture : IAsyncLifetime
{
    protected ScriptedUpstream Upstream { get; private set; } = null!;

    protected RunningFarebox Farebox { get; private set; } = null!;

    protected HttpClient Client { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync()
    {
        Upstream = ScriptedUpstream.Start();
        Farebox = await RunningFarebox.StartAsync([Upstream], Configure);
        Client = Farebox.With(await Farebox.NewKeyAsync());
    }

    public virtual async ValueTask DisposeAsync()
    {
        await Farebox.DisposeAsync();
        Assert.Empty(Upstream.Faults);
        await Upstream.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected virtual void Configure(Platform.Options.FareboxOptions options)
    {
    }
}
