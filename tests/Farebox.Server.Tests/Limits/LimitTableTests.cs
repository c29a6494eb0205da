using Farebox.Kernel.Credentials;
using Farebox.Kernel.Limits;
using Farebox.Server.Limits;
using Farebox.Server.Platform.Options;
using Farebox.Testing.Server;

namespace Farebox.Server.Tests.Limits;

/// <summary>The table by itself: what each break of it on purpose has shown to be held by no other test.</summary>
public sealed class LimitTableTests : IDisposable
{
    private static readonly LimitAmounts Call = new(1, 0);

    private readonly SteppedClock _clock = new();
    private readonly LimitTable _table;

    public LimitTableTests() => _table = new LimitTable(new FareboxOptions { LimitMaxCounters = 1 }, _clock);

    public void Dispose() => _table.Dispose();

    [Fact]
    public void LimitsOfTwoModels_AreCountedApart()
    {
        LimitNumbers once = new() { RequestsPerMinute = 1 };
        var grant = Grant("key", Plan("key", once) with { Model = "a" }, Plan("key", once) with { Model = "b" });

        Assert.NotNull(_table.TryAdmit(grant, "a", Call).Lease);
        Assert.NotNull(_table.TryAdmit(grant, "b", Call).Lease);
        Assert.NotNull(_table.TryAdmit(grant, "a", Call).Refusal);
        Assert.NotNull(_table.TryAdmit(grant, "c", Call).Lease);
    }

    [Fact]
    public void Lease_ReleasedTwice_GivesBackOnce()
    {
        var grant = Grant("key", Plan("key", new LimitNumbers { Concurrency = 2 }));
        var (first, second) = (_table.TryAdmit(grant, "m", Call).Lease!, _table.TryAdmit(grant, "m", Call).Lease!);
        first.Release();
        first.Release();

        Assert.NotNull(_table.TryAdmit(grant, "m", Call).Lease);
        Assert.NotNull(_table.TryAdmit(grant, "m", Call).Refusal);
        second.Release();
    }

    [Fact]
    public void History_ReadTwice_IsCountedOnce()
    {
        var plan = Plan("key", new LimitNumbers { RequestsPerDay = 3 });
        var grant = Grant("key", plan);
        Assert.NotNull(_table.TryAdmit(grant, "m", Call).Unknown);
        var history = new[] { (_clock.GetUtcNow().ToUnixTimeMilliseconds(), 2L, 0L) };
        _table.Fill(plan, history);
        _table.Fill(plan, history);

        Assert.NotNull(_table.TryAdmit(grant, "m", Call).Lease);
        Assert.NotNull(_table.TryAdmit(grant, "m", Call).Refusal);
    }

    [Fact]
    public void CounterThatWasPutAway_IsUsedByNobody_WhoStillHasIt()
    {
        var plan = Plan("key", new LimitNumbers { Concurrency = 1, RequestsPerMinute = 1000 });
        var early = Grant("key", plan);
        _table.TryAdmit(early, "m", Call).Lease!.Release();
        _clock.Advance(TimeSpan.FromMinutes(2));
        for (var i = 0; i < 10; i++) _table.TryAdmit(Grant($"other {i}", Plan($"other {i}", plan.Numbers)), "m", Call).Lease!.Release();

        var lease = _table.TryAdmit(early, "m", Call).Lease!;

        Assert.NotNull(_table.TryAdmit(Grant("key", plan), "m", Call).Refusal);
        lease.Release();
        Assert.NotNull(_table.TryAdmit(Grant("key", plan), "m", Call).Lease);
    }

    [Fact]
    public void CallInLine_KeepsItsCounters_UntilItLeaves()
    {
        var grant = Grant("key", Plan("key", new LimitNumbers { Concurrency = 1 }) with { QueueMaxWaiting = 5, QueueMaxWaitMs = 60_000 });
        var lease = _table.TryAdmit(grant, "m", Call).Lease!;
        var waiter = _table.TryAdmit(grant, "m", Call).Waiter!;
        var counter = waiter.Seat.Stands[0].Counter;
        Assert.Equal(1, counter.InLine);

        _table.Leave(waiter);

        Assert.Equal((0, 0), (counter.InLine, _table.Waiting));
        lease.Release();
        Assert.Equal(0, counter.InFlight);
    }

    [Fact]
    public async Task CallInLine_ThatWouldWaitInVain_IsToldAsSoonAsThatIsKnown()
    {
        var shared = new LimitPlan { Level = LimitLevel.Organization, OrganizationId = "o", Numbers = new LimitNumbers { RequestsPerMinute = 1 } };
        Grant Queued(string keyId) => Grant(
            keyId, shared, Plan(keyId, new LimitNumbers { RequestsPerMinute = 1000 }) with { QueueMaxWaiting = 5, QueueMaxWaitMs = 90_000 });
        _table.TryAdmit(Queued("first"), "m", Call).Lease!.Release();
        var (served, vain) = (_table.TryAdmit(Queued("a"), "m", Call).Waiter!, _table.TryAdmit(Queued("b"), "m", Call).Waiter!);

        // Its own time is not over, but the room that comes next comes after it.
        _clock.Advance(TimeSpan.FromSeconds(61));

        Assert.NotNull((await served.Task).Lease);
        Assert.True(vain.Task.IsCompleted);
        Assert.NotNull((await vain.Task).Refusal);
    }

    [Fact]
    public async Task KeysInLine_GetOnePlaceInTurn_WhenThereIsOneAtATime()
    {
        var shared = new LimitPlan { Level = LimitLevel.Project, OrganizationId = "o", ProjectId = "p", Numbers = new LimitNumbers { Concurrency = 1 } };
        Grant Queued(string keyId) => Grant(
            keyId, shared, Plan(keyId, new LimitNumbers { RequestsPerMinute = 1000 }) with { QueueMaxWaiting = 5, QueueMaxWaitMs = 60_000 });
        var (greedy, modest) = (Queued("greedy"), Queued("modest"));
        var running = _table.TryAdmit(greedy, "m", Call).Lease!;
        var line = new[] { greedy, greedy, greedy, modest, modest }.Select(grant => _table.TryAdmit(grant, "m", Call).Waiter!).ToList();
        var served = new List<string>();
        while (line.Count > 0)
        {
            running.Release();
            var next = Assert.Single(line, waiter => waiter.Task.IsCompleted);
            line.Remove(next);
            served.Add(next.Seat.KeyId);
            running = (await next.Task).Lease!;
        }

        Assert.Equal(["greedy", "modest", "greedy", "modest", "greedy"], served);
    }

    private static LimitPlan Plan(string keyId, LimitNumbers numbers) =>
        new() { Level = LimitLevel.Key, OrganizationId = "o", ProjectId = "p", KeyId = keyId, Numbers = numbers };

    private static Grant Grant(string keyId, params LimitPlan[] plans) => new()
    {
        Kind = CredentialKind.ApiKey, KeyId = keyId, SecretId = "s", OrganizationId = "o", ProjectId = "p", Name = "n", Scopes = Scopes.AnyApiKey,
        Models = ModelSet.All, Limits = plans,
    };
}
