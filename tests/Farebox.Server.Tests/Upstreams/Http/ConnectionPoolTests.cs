using Farebox.Server.Upstreams.Http;

namespace Farebox.Server.Tests.Upstreams.Http;

/// <summary>
/// What becomes of connections when their pool is disposed. The tests hold on to them: one that nobody holds is closed by the garbage
/// collector, sooner or later.
/// </summary>
public sealed class ConnectionPoolTests : IDisposable
{
    private readonly RawPeer _peer = new();
    private readonly ConnectionPool _pool;

    public ConnectionPoolTests() => _pool = new ConnectionPool(
        new Dialer(new HttpTarget(_peer.BaseUrl), TimeSpan.FromSeconds(30)), maxConnections: 2, TimeProvider.System);

    public void Dispose()
    {
        _pool.Dispose();
        _peer.Dispose();
    }

    [Fact]
    public async Task Dispose_ClosesWhatIsIdle()
    {
        var kept = await _pool.RentAsync(TestContext.Current.CancellationToken);
        using var connection = await _peer.AcceptAsync();
        _pool.Return(kept, reusable: true);

        _pool.Dispose();

        Assert.Equal(0, await connection.ReadToEndAsync());
        GC.KeepAlive(kept);
    }

    [Fact]
    public async Task Return_AfterDispose_Closes()
    {
        var kept = await _pool.RentAsync(TestContext.Current.CancellationToken);
        using var connection = await _peer.AcceptAsync();
        _pool.Dispose();

        _pool.Return(kept, reusable: true);

        Assert.Equal(0, await connection.ReadToEndAsync());
        GC.KeepAlive(kept);
    }

    [Fact]
    public async Task Return_Reusable_IsRentedAgain()
    {
        var kept = await _pool.RentAsync(TestContext.Current.CancellationToken);
        _pool.Return(kept, reusable: true);
        Assert.Same(kept, await _pool.RentAsync(TestContext.Current.CancellationToken));
        _pool.Return(kept, reusable: false);
    }
}
