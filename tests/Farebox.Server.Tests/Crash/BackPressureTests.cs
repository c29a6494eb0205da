using Farebox.Server.Platform.Options;
using Farebox.Server.Storage;
using Farebox.Server.Tests.Relay;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.Crash;

/// <summary>A store that does not come on: what waits for it is bounded.</summary>
public sealed class BackPressureTests : RelayFixture
{
    private const int MaxPending = 100;

    // Calls that were let in before the one that filled the queue got there.
    private const int UnderWay = 20;

    [Fact]
    public async Task WriterThatStandsStill_RefusesCallsOnceTheQueueIsFull()
    {
        using var stall = new Stall();
        Farebox.Services.GetRequiredService<Database>().Journal.Append(stall);
        await stall.Reached.WaitAsync(TestContext.Current.CancellationToken);

        var held = new List<Task<CallResult>>();
        CallResult? refused = null;
        while (refused is null && held.Count < 4 * MaxPending)
        {
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            var call = Client.PostAsync(Calls.Body());
            await Task.WhenAny(call, Upstream.WaitForRequestAsync(waiting.Token));
            if (call.IsCompleted) refused = await call;
            else held.Add(call);
            await waiting.CancelAsync();
        }

        Assert.Equal((503, "server_is_overloaded"), (refused?.Status, refused?.Error.GetProperty("code").GetString()));
        Assert.InRange(held.Count, MaxPending, MaxPending + UnderWay);
        Assert.All(held, call => Assert.False(call.IsCompleted));

        stall.End();
        Assert.All(await Task.WhenAll(held), call => Assert.Equal(200, call.Status));
        Assert.Equal(200, (await Client.PostAsync(Calls.Body())).Status);
        Assert.Equal(held.Count + 1, Upstream.Calls.Count);
    }

    protected override void Configure(FareboxOptions options) => options.JournalMaxPending = MaxPending;

    /// <summary>Keeps the writer's thread where it is.</summary>
    private sealed class Stall : JournalEntry, IDisposable
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _over = new();

        public Task Reached => _reached.Task;

        public void End() => _over.Set();

        public void Dispose()
        {
            End();
            _over.Dispose();
        }

        protected internal override void Apply(StoreConnection connection)
        {
            _reached.TrySetResult();
            _over.Wait();
        }
    }
}
