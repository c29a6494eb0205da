using Farebox.Server.Limits;
using Farebox.Server.Tests.Relay;
using Farebox.Testing.Upstream;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.Limits;

/// <summary>Calls that stand in line instead of getting a 429.</summary>
public sealed class LimitQueueTests : LimitTest
{
    private LimitTable Table => Farebox.Services.GetRequiredService<LimitTable>();

    [Fact]
    public async Task CallsInLine_AreServedExactlyWhenThereIsRoom()
    {
        var (client, id, _) = await NewKeyAsync();
        await LimitAsync(OfKey(id), new { max_requests_per_1_minute = 2, queue_max_waiting = 2, queue_max_wait_seconds = 70 });
        Assert.Equal((200, 200), (await StatusAsync(client), await StatusAsync(client)));
        var waiting = new[] { StatusAsync(client), StatusAsync(client) };
        await Table.WaitForLineAsync(2);
        Assert.Equal(429, await StatusAsync(client)); // The line is full.

        Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal((2, 2), (Table.Waiting, Upstream.Calls.Count));
        Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.All(await Task.WhenAll(waiting), status => Assert.Equal(200, status));
        Assert.Equal((0, 4), (Table.Waiting, Upstream.Calls.Count));
    }

    [Fact]
    public async Task CallThatWouldWaitTooLong_IsRefusedAtOnce()
    {
        var (client, id, _) = await NewKeyAsync();
        await LimitAsync(OfKey(id), new { max_requests_per_1_minute = 1, queue_max_waiting = 5, queue_max_wait_seconds = 30 });
        Assert.Equal(200, await StatusAsync(client));
        Assert.Equal(429, await StatusAsync(client));
        Clock.Advance(TimeSpan.FromSeconds(40));
        var waiting = StatusAsync(client);
        await Table.WaitForLineAsync(1);
        Assert.Equal(429, await StatusAsync(client)); // Behind that one it would take another minute.
        Clock.Advance(TimeSpan.FromSeconds(21));
        Assert.Equal(200, await waiting);
    }

    [Fact]
    public async Task CallInLineForACallToEnd_IsServedThen_OrRefusedAfterItsTime()
    {
        var (client, id, _) = await NewKeyAsync();
        await LimitAsync(OfKey(id), new { max_concurrent_requests = 1, queue_max_waiting = 2, queue_max_wait_seconds = 10 });
        var gate = new Gate();
        Upstream.Always(Answers.Behind(gate, Answers.Chat()));
        var running = client.PostAsync(Calls.Body());
        await Upstream.WaitForRequestAsync(TestContext.Current.CancellationToken);
        var early = StatusAsync(client);
        await Table.WaitForLineAsync(1);
        Clock.Advance(TimeSpan.FromSeconds(9));
        var late = StatusAsync(client);
        await Table.WaitForLineAsync(2);
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(429, await early);
        gate.Open();
        Assert.Equal((200, 200), ((await running).Status, await late));
    }

    [Fact]
    public async Task WhoLeavesTheLine_GivesItsPlaceUpAtOnce()
    {
        var (client, id, _) = await NewKeyAsync();
        await LimitAsync(OfKey(id), new { max_requests_per_1_minute = 1, queue_max_waiting = 1, queue_max_wait_seconds = 70 });
        Assert.Equal(200, await StatusAsync(client));
        using var leave = new CancellationTokenSource();
        var leaver = client.BeginAsync(Calls.Body(), leave.Token);
        await Table.WaitForLineAsync(1);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaver);
        await Table.WaitForLineAsync(0);

        var next = StatusAsync(client);
        await Table.WaitForLineAsync(1);
        Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(200, await next);
        Assert.Equal(2, Upstream.Calls.Count);
        var outcomes = (await Farebox.RecordsAsync()).Select(record => record.Outcome).Order().ToList();
        Assert.Equal(["client_closed", "completed", "completed"], outcomes);
    }

    [Fact]
    public async Task KeysThatWait_AreServedInTurn_OneCallEach()
    {
        var (greedy, greedyId, _) = await NewKeyAsync();
        var (modest, modestId, _) = await NewKeyAsync();
        await LimitAsync(OfProject, new { max_requests_per_1_minute = 4 });
        foreach (var id in new[] { greedyId, modestId })
            await LimitAsync(OfKey(id), new { max_requests_per_1_minute = 1000, queue_max_waiting = 10, queue_max_wait_seconds = 200 });
        for (var i = 0; i < 4; i++) Assert.Equal(200, await StatusAsync(greedy));

        // The greedy one has four in line before the modest one's two come.
        var many = Enumerable.Range(0, 4).Select(_ => StatusAsync(greedy)).ToList();
        await Table.WaitForLineAsync(4);
        var few = Enumerable.Range(0, 2).Select(_ => StatusAsync(modest)).ToList();
        await Table.WaitForLineAsync(6);
        Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.All(await Task.WhenAll(few), status => Assert.Equal(200, status));
        Assert.Equal(2, Table.Waiting);
        Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.All(await Task.WhenAll(many), status => Assert.Equal(200, status));
        Assert.Equal(10, Upstream.Calls.Count);
    }
}

file static class LineWatching
{
    /// <summary>Nothing tells when a call has come into line: it is asked for until it has.</summary>
    public static async Task WaitForLineAsync(this LimitTable table, int count)
    {
        using var patience = new CancellationTokenSource(Patience.Limit);
        while (table.Waiting != count)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
