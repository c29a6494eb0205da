using Farebox.Server.Platform.Options;
using Farebox.Server.Tests.Upstreams.Eliza;
using Farebox.Server.Upstreams;

namespace Farebox.Server.Tests.Upstreams;

public sealed class UpstreamConnectionsTests : IDisposable
{
    private static readonly ConnectionSettings Settings = new("openai", new Uri("http://a.example/v1"), "key");

    private readonly ManualClock _clock = new();
    private readonly UpstreamConnections _connections;

    public UpstreamConnectionsTests() =>
        _connections = new UpstreamConnections(_ => new IdleConnection(), new FareboxOptions { UpstreamAnswerSeconds = 10 }, _clock);

    public void Dispose() => _connections.Dispose();

    [Fact]
    public void Get_SameSettings_IsTheSameConnection()
    {
        var first = _connections.Get("up_1", Settings);
        Assert.Same(first, _connections.Get("up_1", Settings with { BaseUrl = new Uri("http://a.example/v1") }));
        Assert.NotSame(first, _connections.Get("up_2", Settings));
    }

    [Fact]
    public void Get_OtherSettings_ReplacesItAndDisposesTheOldOneLater()
    {
        var old = (IdleConnection)_connections.Get("up_1", Settings);
        var replaced = (IdleConnection)_connections.Get("up_1", Settings with { ApiKey = "other" });
        Assert.NotSame(old, replaced);

        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.False(old.IsDisposed);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(old.IsDisposed);
        Assert.False(replaced.IsDisposed);
    }

    [Fact]
    public void KeepOnly_UpstreamGone_DisposesItsConnectionLater()
    {
        var gone = (IdleConnection)_connections.Get("up_1", Settings);
        var kept = (IdleConnection)_connections.Get("up_2", Settings);
        _connections.KeepOnly(new HashSet<string> { "up_2" });
        Assert.False(gone.IsDisposed);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal((true, false), (gone.IsDisposed, kept.IsDisposed));
        Assert.NotSame(gone, _connections.Get("up_1", Settings));
    }

    [Fact]
    public void Dispose_OpenAndRetired_EndsAll()
    {
        var old = (IdleConnection)_connections.Get("up_1", Settings);
        var open = (IdleConnection)_connections.Get("up_1", Settings with { ApiKey = null });
        _connections.Dispose();
        Assert.Equal((true, true), (old.IsDisposed, open.IsDisposed));
        Assert.Throws<ObjectDisposedException>(() => _connections.Get("up_1", Settings));
    }

    [Fact]
    public void Settings_Printed_DoNotShowTheKey() =>
        Assert.DoesNotContain("sk-secret", (Settings with { ApiKey = "sk-secret" }).ToString(), StringComparison.Ordinal);

    private sealed class IdleConnection : IUpstreamConnection
    {
        public bool IsDisposed { get; private set; }

        public ValueTask<UpstreamAnswer> SendAsync(UpstreamRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<string>> ListModelsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public void Dispose() => IsDisposed = true;
    }
}
