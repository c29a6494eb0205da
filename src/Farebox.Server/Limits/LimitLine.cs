using Farebox.Kernel.Limits;

namespace Farebox.Server.Limits;

/// <summary>
/// The calls of one organization that stand in line. Those of a key are served in the order they came; the keys in turn, one call each,
/// so that a long line of one does not hold up the others. Everything happens under the table's lock.
/// </summary>
internal sealed class LimitLine : IDisposable
{
    private readonly LimitTable _table;
    private readonly LinkedList<KeyLine> _keys = [];
    private readonly Dictionary<string, LinkedListNode<KeyLine>> _byKey = new(StringComparer.Ordinal);
    private readonly ITimer _timer;

    public LimitLine(LimitTable table, string organizationId, TimeProvider clock)
    {
        _table = table;
        OrganizationId = organizationId;
        _timer = clock.CreateTimer(_ => table.Serve(this), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public string OrganizationId { get; }

    public bool IsEmpty => _keys.Count == 0;

    /// <summary>How many calls wait.</summary>
    public int Count => _keys.Sum(key => key.Calls.Count);

    /// <summary>How many calls of a key wait, and what they want together.</summary>
    public (int Count, LimitAmounts Wanted) Ahead(string keyId)
    {
        if (!_byKey.TryGetValue(keyId, out var node)) return (0, new LimitAmounts(0, 0, 0));
        return (node.Value.Calls.Count, node.Value.Wanted);
    }

    public void Add(LimitWaiter waiter, long nowMs)
    {
        if (!_byKey.TryGetValue(waiter.Seat.KeyId, out var node))
            _byKey[waiter.Seat.KeyId] = node = _keys.AddLast(new KeyLine(waiter.Seat.KeyId));
        node.Value.Calls.AddLast(waiter);
        node.Value.Wanted += waiter.Wanted;
        foreach (var stand in waiter.Seat.Stands) stand.Counter.InLine++;
        Schedule(nowMs);
    }

    /// <summary>A call leaves: those behind it move up at once. False when it was served before.</summary>
    public bool Remove(LimitWaiter waiter)
    {
        if (!_byKey.TryGetValue(waiter.Seat.KeyId, out var node) || !node.Value.Calls.Remove(waiter)) return false;
        node.Value.Wanted -= waiter.Wanted;
        foreach (var stand in waiter.Seat.Stands) stand.Counter.InLine--;
        if (node.Value.Calls.Count == 0) Drop(node);
        return true;
    }

    /// <summary>Lets in whoever fits, a call of each key in turn, as long as somebody does; and turns away whoever waits in vain.</summary>
    public void Serve(long nowMs)
    {
        bool isAnyServed;
        do
        {
            isAnyServed = false;
            var node = _keys.First;
            for (var left = _keys.Count; left > 0; left--)
            {
                var next = node!.Next;
                if (TryServe(node, nowMs))
                {
                    isAnyServed = true;
                    if (node.List is not null)
                    {
                        _keys.Remove(node);
                        _keys.AddLast(node);
                    }
                }

                node = next;
            }
        }
        while (isAnyServed);

        Schedule(nowMs);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private bool TryServe(LinkedListNode<KeyLine> node, long nowMs)
    {
        while (node.Value.Calls.First?.Value is { } waiter)
        {
            var answer = _table.Decide(waiter.Seat, waiter.Model, waiter.Wanted, nowMs);
            if (answer.Refusal is { } refusal && !IsInVain(waiter, refusal, nowMs)) return false;
            Remove(waiter);
            waiter.TrySetResult(answer);
            if (answer.Lease is not null) return true;
        }

        return false;
    }

    private static bool IsInVain(LimitWaiter waiter, in LimitRefusal refusal, long nowMs) =>
        nowMs >= waiter.DeadlineMs || refusal.NeverFits || refusal.WaitMs > waiter.DeadlineMs - nowMs;

    /// <summary>Wakes up exactly when there will be room for the first call of some key, or when it has waited long enough.</summary>
    private void Schedule(long nowMs)
    {
        var dueMs = long.MaxValue;
        foreach (var key in _keys)
        {
            var waiter = key.Calls.First!.Value;
            dueMs = Math.Min(dueMs, waiter.DeadlineMs - nowMs);
            if (!LimitRules.Fits(waiter.Seat.Stands, waiter.Model, waiter.Wanted, nowMs, out var refusal) && refusal.WaitMs is { } waitMs)
                dueMs = Math.Min(dueMs, waitMs);
        }

        _timer.Change(
            dueMs == long.MaxValue ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(Math.Max(1, dueMs)), Timeout.InfiniteTimeSpan);
    }

    private void Drop(LinkedListNode<KeyLine> node)
    {
        _keys.Remove(node);
        _byKey.Remove(node.Value.KeyId);
    }

    private sealed class KeyLine(string keyId)
    {
        public string KeyId => keyId;

        public LinkedList<LimitWaiter> Calls { get; } = [];

        public LimitAmounts Wanted { get; set; } = new(0, 0, 0);
    }
}
