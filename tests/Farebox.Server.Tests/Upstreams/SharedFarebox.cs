using Farebox.Testing.Server;

namespace Farebox.Server.Tests.Upstreams;

/// <summary>One Farebox for all tests of a class: for those that leave nothing behind that another one would notice.</summary>
public sealed class SharedFarebox : IAsyncLifetime
{
    public RunningFarebox Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await RunningFarebox.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
