namespace Farebox.Kernel.Audit;

/// <summary>Walks the chain from its first event and stops at the first that is not right.</summary>
/// <param name="kept">Where the log ended at an earlier time, if somebody kept it.</param>
public sealed class AuditWalk(AuditHead? kept = null)
{
    private long _count;
    private byte[] _hash = AuditChain.Start.ToArray();

    /// <summary>Where the events end that were found right.</summary>
    public AuditHead Head => new(_count, Convert.ToHexStringLower(_hash));

    /// <summary>What is wrong, in a sentence that names the event; null as long as nothing is.</summary>
    public string? Fault { get; private set; }

    /// <summary>Takes the next event, in the order of their sequence; false once something is wrong.</summary>
    /// <param name="previousHash">As the event says.</param>
    /// <param name="hash">As the event says.</param>
    public bool Take(AuditRecord record, ReadOnlySpan<byte> previousHash, ReadOnlySpan<byte> hash)
    {
        if (Fault is not null) return false;
        var expected = AuditChain.HashOf(record, previousHash);
        if (record.Sequence != _count + 1) Fault = $"Event {_count + 1} is missing: event {record.Sequence} ({record.Id}) comes after event {_count}.";
        else if (!hash.SequenceEqual(expected)) Fault = $"Event {record.Sequence} ({record.Id}) was changed: its hash is not that of its contents.";
        else if (!previousHash.SequenceEqual(_hash))
            Fault = $"Event {record.Sequence} ({record.Id}) was not written after event {_count} as it is now: one of the two was changed or put in.";
        else (_count, _hash) = (record.Sequence, expected);
        if (Fault is null && kept is { } head && head.Count == _count && head.Hash != Head.Hash)
            Fault = $"Event {_count} ({record.Id}) is not the one whose hash was kept: the log up to it was written anew.";
        return Fault is null;
    }

    /// <summary>Ends the walk; false when something is wrong.</summary>
    public bool End()
    {
        if (Fault is null && kept is { } head && head.Count > _count)
            Fault = $"Event {_count + 1} is missing: the log ends after {_count} events, and there were {head.Count} when its end was kept.";
        return Fault is null;
    }
}
