namespace Farebox.Server.Accounts.Limiting;

/// <summary>
/// At most so many tries in any stretch of time of one length, per name. Exact: each try is remembered until the stretch has passed over it.
/// In memory, and bounded: beyond <paramref name="maxNames"/> the name that was longest silent is forgotten.
/// </summary>
internal sealed class SlidingWindow(int most, TimeSpan length, int maxNames, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<Tries>> _byName = new(StringComparer.Ordinal);
    private readonly LinkedList<Tries> _bySilence = new(); // The longest silent first.

    /// <summary>How many names it remembers.</summary>
    public int Names
    {
        get
        {
            lock (_lock) return _byName.Count;
        }
    }

    /// <summary>Takes note of a try and returns null; or takes none, and returns how long until there is room for one.</summary>
    public TimeSpan? Take(string name)
    {
        var now = clock.GetUtcNow();
        lock (_lock)
        {
            Forget(now);
            var node = Find(name);
            var tries = node.Value.Moments;
            while (tries.TryPeek(out var first) && first + length <= now) tries.Dequeue();
            if (tries.Count >= most) return tries.Peek() + length - now;
            tries.Enqueue(now);
            node.Value.Last = now;
            _bySilence.Remove(node);
            _bySilence.AddLast(node);
            return null;
        }
    }

    private void Forget(DateTimeOffset now)
    {
        while (_bySilence.First is { } first && first.Value.Last + length <= now) Remove(first);
    }

    private LinkedListNode<Tries> Find(string name)
    {
        if (_byName.TryGetValue(name, out var found)) return found;
        if (_byName.Count >= maxNames) Remove(_bySilence.First!);
        return _byName[name] = _bySilence.AddLast(new Tries(name));
    }

    private void Remove(LinkedListNode<Tries> node)
    {
        _bySilence.Remove(node);
        _byName.Remove(node.Value.Name);
    }

    private sealed class Tries(string name)
    {
        public string Name { get; } = name;
        public Queue<DateTimeOffset> Moments { get; } = new();
        public DateTimeOffset Last { get; set; }
    }
}
