using System.Runtime.CompilerServices;
using Farebox.Kernel.Credentials;
using Farebox.Kernel.Limits;
using Farebox.Server.Platform.Options;

namespace Farebox.Server.Limits;

/// <summary>
/// What was taken of every limit, in memory, under one lock that is held for a fraction of a microsecond. A call is admitted against all
/// of its limits or none. Counters that nobody needs are put away.
/// </summary>
internal sealed class LimitTable(FareboxOptions options, TimeProvider clock) : IDisposable
{
    // Looked at for being idle whenever a counter comes in and there are too many.
    private const int Looks = 4;

    private readonly Lock _lock = new();
    private readonly LimitClock _clock = new(clock);
    private readonly Dictionary<string, LimitCounter> _counters = new(StringComparer.Ordinal);
    private readonly Queue<LimitCounter> _order = [];
    private readonly ConditionalWeakTable<Grant, LimitSeat> _seats = [];
    private readonly Dictionary<string, LimitLine> _lines = new(StringComparer.Ordinal);

    /// <summary>Counters in memory.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _counters.Count;
        }
    }

    /// <summary>Calls that stand in line.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock) return _lines.Values.Sum(line => line.Count);
        }
    }

    /// <summary>Admits a call, or says why not; or gives it a place in line, when its key has one and the wait is short enough.</summary>
    public LimitAnswer TryAdmit(Grant grant, string model, LimitAmounts wanted)
    {
        if (!_seats.TryGetValue(grant, out var seat)) seat = _seats.GetValue(grant, static made => new LimitSeat(made));
        lock (_lock)
        {
            var nowMs = _clock.NowMs;
            if (Prepare(seat, model) is { } unknown) return new LimitAnswer { Unknown = unknown };
            var line = _lines.Count == 0 ? null : _lines.GetValueOrDefault(seat.OrganizationId);
            if (line is not null) Serve(line, nowMs);
            var (ahead, aheadWants) = line?.Ahead(seat.KeyId) ?? (0, default);
            var answer = ahead > 0 ? Behind(seat, model, wanted, aheadWants, nowMs) : Decide(seat, model, wanted, nowMs);
            if (_counters.Count > options.LimitMaxCounters) PutAway(nowMs);
            return answer.Refusal is { } refusal && MayWait(seat.Queue, ahead, refusal)
                ? new LimitAnswer { Waiter = Join(seat, model, wanted, nowMs) }
                : answer;
        }
    }

    /// <summary>As things stand at this moment, without taking anything of them.</summary>
    public T Look<T>(IEnumerable<LimitPlan> plans, Func<IReadOnlyList<LimitStand>, long, T> look)
    {
        var stands = plans.Select(plan => new LimitStand(plan)).ToList();
        lock (_lock)
        {
            foreach (var stand in stands)
                stand.Counter = _counters.GetValueOrDefault(stand.Plan.CounterId) ?? new LimitCounter(stand.Plan.CounterId);
            return look(stands, _clock.NowMs);
        }
    }

    /// <summary>Whether the windows of a day are filled.</summary>
    public bool HasHistory(LimitPlan plan)
    {
        lock (_lock) return _counters.GetValueOrDefault(plan.CounterId)?.HasHistory == true;
    }

    /// <summary>Fills the windows of a day from what is on record, unless somebody did meanwhile.</summary>
    /// <param name="history">Unix milliseconds, calls, and LLM tokens.</param>
    public void Fill(LimitPlan plan, IEnumerable<(long AtMs, long Calls, long Tokens)> history)
    {
        lock (_lock)
        {
            var counter = CounterOf(plan);
            if (counter.HasHistory) return;
            counter.HasHistory = true;
            foreach (var (atMs, calls, tokens) in history)
            {
                var at = _clock.OfUnixMs(atMs);
                counter.Window(LimitKind.RequestsPerDay).Add(calls, at);
                counter.Window(LimitKind.TokensPerDay).Add(tokens, at);
            }
        }
    }

    /// <summary>Ends a call, once.</summary>
    public void Release(LimitLease lease, LimitAmounts actual)
    {
        lock (_lock)
        {
            if (lease.IsReleased) return;
            lease.IsReleased = true;
            LimitRules.Release(lease.Seat.Stands, lease.Model, lease.Taken, actual, lease.TakenAtMs);
            if (_lines.Count > 0 && _lines.TryGetValue(lease.Seat.OrganizationId, out var line)) Serve(line, _clock.NowMs);
        }
    }

    /// <summary>A call that stood in line has gone; whoever is behind it moves up.</summary>
    public void Leave(LimitWaiter waiter)
    {
        lock (_lock)
        {
            if (!_lines.TryGetValue(waiter.Seat.OrganizationId, out var line) || !line.Remove(waiter)) return;
            waiter.TrySetCanceled();
            Serve(line, _clock.NowMs);
        }
    }

    /// <summary>The time has come for somebody in line.</summary>
    public void Serve(LimitLine line)
    {
        lock (_lock) Serve(line, _clock.NowMs);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var line in _lines.Values) line.Dispose();
            _lines.Clear();
        }
    }

    /// <summary>Admits or refuses a call, under the lock.</summary>
    internal LimitAnswer Decide(LimitSeat seat, string model, LimitAmounts wanted, long nowMs)
    {
        Prepare(seat, model);
        if (!LimitRules.Fits(seat.Stands, model, wanted, nowMs, out var refusal))
            return new LimitAnswer { Refusal = refusal, Reading = LimitRules.Read(seat.Stands, model, nowMs) };
        LimitRules.Take(seat.Stands, model, wanted, nowMs);
        return new LimitAnswer
        {
            Lease = new LimitLease(this, seat, model, wanted, nowMs), Reading = LimitRules.Read(seat.Stands, model, nowMs),
        };
    }

    /// <summary>Nobody overtakes a call of the same key, unless there is room for those before it too.</summary>
    private LimitAnswer Behind(LimitSeat seat, string model, LimitAmounts wanted, LimitAmounts ahead, long nowMs)
    {
        if (LimitRules.Fits(seat.Stands, model, wanted + ahead, nowMs, out var refusal)) return Decide(seat, model, wanted, nowMs);

        // What is more than the whole limit together takes more than one window.
        long? waitMs = refusal.NeverFits && refusal.Cap.Kind != LimitKind.Concurrency ? LimitKinds.SpanMs(refusal.Cap.Kind) : refusal.WaitMs;
        return new LimitAnswer
        {
            Refusal = refusal with { Wanted = wanted.Of(refusal.Cap.Kind), WaitMs = waitMs },
            Reading = LimitRules.Read(seat.Stands, model, nowMs),
        };
    }

    private static bool MayWait(LimitPlan? queue, int ahead, in LimitRefusal refusal) =>
        queue is not null && ahead < queue.QueueMaxWaiting && !refusal.NeverFits && !(refusal.WaitMs > queue.QueueMaxWaitMs);

    private LimitWaiter Join(LimitSeat seat, string model, LimitAmounts wanted, long nowMs)
    {
        if (!_lines.TryGetValue(seat.OrganizationId, out var line))
            _lines[seat.OrganizationId] = line = new LimitLine(this, seat.OrganizationId, clock);
        var waiter = new LimitWaiter(seat, model, wanted, nowMs + seat.Queue!.QueueMaxWaitMs);
        line.Add(waiter, nowMs);
        return waiter;
    }

    private void Serve(LimitLine line, long nowMs)
    {
        line.Serve(nowMs);
        if (!line.IsEmpty) return;
        _lines.Remove(line.OrganizationId);
        line.Dispose();
    }

    /// <summary>Sees to it that every stand has its counter; the first one that matches and is not filled yet.</summary>
    private LimitStand? Prepare(LimitSeat seat, string model)
    {
        LimitStand? unknown = null;
        foreach (var stand in seat.Stands)
        {
            if (stand.Counter is null || stand.Counter.IsGone) stand.Counter = CounterOf(stand.Plan);
            if (stand.Plan.IsShared && (stand.Share is null || stand.Share.IsGone))
                stand.Share = (stand.Counter.Shares ??= new KeyShares()).Of(seat.KeyId);
            if (stand.Plan.IsDaily && !stand.Counter.HasHistory && stand.Plan.Matches(model)) unknown ??= stand;
        }

        return unknown;
    }

    private LimitCounter CounterOf(LimitPlan plan)
    {
        if (_counters.TryGetValue(plan.CounterId, out var counter)) return counter;
        counter = new LimitCounter(plan.CounterId);
        _counters.Add(counter.Id, counter);
        _order.Enqueue(counter);
        return counter;
    }

    // After a call has what it needs: what is put away is needed by nobody.
    private void PutAway(long nowMs)
    {
        for (var looks = Math.Min(Looks, _order.Count); looks > 0; looks--)
        {
            var counter = _order.Dequeue();
            if (!counter.IsIdle(nowMs))
            {
                _order.Enqueue(counter);
                continue;
            }

            counter.IsGone = true;
            _counters.Remove(counter.Id);
        }
    }
}
