using Farebox.Server.Platform.Options;
using Farebox.Server.Relay;
using Farebox.Testing.Upstream;
using Microsoft.Extensions.Hosting;

namespace Farebox.Server.Tests.Relay;

/// <summary>A lifetime serves one call after another: nothing that was meant for one may end the next.</summary>
public sealed class CallLifetimeTests : IDisposable
{
    // A client that never leaves.
    private static readonly CancellationToken Nobody = new(canceled: false);

    private readonly Host _host = new();
    private readonly StopSignal _stop;
    private readonly CallLifetimes _lifetimes;

    public CallLifetimeTests()
    {
        _stop = new StopSignal(_host, new FareboxOptions { ShutdownSeconds = 0 }, TimeProvider.System);
        _lifetimes = new CallLifetimes(_stop);
    }

    public void Dispose()
    {
        _lifetimes.Dispose();
        _stop.Dispose();
        _host.Dispose();
    }

    [Fact]
    public async Task Limit_ThatPasses_CutsItsCall_AndNotTheNext()
    {
        var first = _lifetimes.Begin(Nobody);
        first.Limit(TimeSpan.FromMilliseconds(1));
        await CancelledAsync(first.Token);
        Assert.Equal(CutReason.TimedOut, first.Reason);
        first.Dispose();

        using var next = _lifetimes.Begin(Nobody);
        Assert.Same(first, next);
        Assert.False(next.Token.IsCancellationRequested);
        next.Limit(TimeSpan.FromMilliseconds(1));
        await CancelledAsync(next.Token);
    }

    [Fact]
    public async Task Limit_OfACallThatEndedBefore_DoesNotCutTheNext()
    {
        var first = _lifetimes.Begin(Nobody);
        first.Limit(TimeSpan.FromMilliseconds(30));
        first.Dispose();
        using var next = _lifetimes.Begin(Nobody);
        using var later = _lifetimes.Begin(Nobody);
        later.Limit(TimeSpan.FromMilliseconds(120));
        await CancelledAsync(later.Token);
        Assert.Same(first, next);
        Assert.False(next.Token.IsCancellationRequested);

        // The alarm that found nothing to do is set again for the next limit; and one that rings early goes on to the later one.
        next.Limit(TimeSpan.FromMilliseconds(20));
        next.Limit(TimeSpan.FromMilliseconds(60));
        await CancelledAsync(next.Token);
    }

    [Fact]
    public async Task Limit_ThatPassesWhileItsCallEnds_NeverCutsTheNext()
    {
        // The two meet at another point each time; a call without a limit must live in any case.
        for (var round = 0; round < 200; round++)
        {
            var ending = _lifetimes.Begin(Nobody);
            ending.Limit(TimeSpan.FromMilliseconds(1));
            using var clock = _lifetimes.Begin(Nobody);
            clock.Limit(TimeSpan.FromMilliseconds(1));
            await CancelledAsync(clock.Token);
            ending.Dispose();
            using var next = _lifetimes.Begin(Nobody);
            await Task.Yield();
            Assert.False(next.Token.IsCancellationRequested);
        }
    }

    [Fact]
    public void Client_ThatLeaves_CutsItsCall_AndNotTheNext()
    {
        using var gone = new CancellationTokenSource();
        using var late = new CancellationTokenSource();
        var first = _lifetimes.Begin(gone.Token);
        gone.Cancel();
        Assert.True(first.Token.IsCancellationRequested);
        Assert.Equal(CutReason.ClientLeft, first.Reason);
        first.Dispose();

        var second = _lifetimes.Begin(late.Token);
        Assert.Same(first, second);
        Assert.False(second.Token.IsCancellationRequested);
        second.Dispose();
        using var third = _lifetimes.Begin(Nobody);
        late.Cancel(); // Its call is over.
        Assert.Same(first, third);
        Assert.False(third.Token.IsCancellationRequested);
    }

    [Fact]
    public async Task Stop_CutsCallsUnderWay_AndThoseThatBeginAfterIt()
    {
        using var running = _lifetimes.Begin(Nobody);
        _lifetimes.Begin(Nobody).Dispose();
        _host.StopApplication();
        await CancelledAsync(running.Token);
        Assert.Equal(CutReason.ServerStops, running.Reason);

        using var late = _lifetimes.Begin(Nobody);
        using var later = _lifetimes.Begin(Nobody);
        Assert.True(late.Token.IsCancellationRequested && later.Token.IsCancellationRequested);
    }

    [Fact]
    public void Renewed_GoesOnAfterALimit_AndNotAfterItsClientHasLeft()
    {
        using var client = new CancellationTokenSource();
        using var lifetime = _lifetimes.Begin(client.Token);
        lifetime.Cut();
        lifetime.Renew();
        Assert.False(lifetime.Token.IsCancellationRequested);
        client.Cancel();
        lifetime.Renew();
        Assert.True(lifetime.Token.IsCancellationRequested);
    }

    [Fact]
    public void EndingTwice_LendsItOnce()
    {
        var lifetime = _lifetimes.Begin(Nobody);
        lifetime.Dispose();
        lifetime.Dispose();
        using var one = _lifetimes.Begin(Nobody);
        using var other = _lifetimes.Begin(Nobody);
        Assert.NotSame(one, other);
    }

    private static async Task CancelledAsync(CancellationToken token)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = token.Register(cancelled.SetResult);
        await cancelled.Task.WaitAsync(Patience.Limit, TestContext.Current.CancellationToken);
    }

    private sealed class Host : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource _stopping = new();

        public CancellationToken ApplicationStarted => default;

        public CancellationToken ApplicationStopping => _stopping.Token;

        public CancellationToken ApplicationStopped => default;

        public void StopApplication() => _stopping.Cancel();

        public void Dispose() => _stopping.Dispose();
    }
}
