using Farebox.Kernel.Audit;

namespace Farebox.Kernel.Tests.Audit;

public sealed class AuditWalkTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10)]
    public void WholeChain_IsSound_AndItsEndIsTold(int count)
    {
        var chain = AuditRecords.Chain(count);
        var walk = Walk(chain, null);
        Assert.Null(walk.Fault);
        Assert.Equal(count == 0 ? AuditHead.Empty : new AuditHead(count, Convert.ToHexStringLower(chain[^1].Hash)), walk.Head);
        Assert.Null(Walk(chain, walk.Head).Fault);
        Assert.Null(Walk(AuditRecords.Chain(12), walk.Head).Fault); // It has grown since.
    }

    [Fact]
    public void ChangedEvent_IsNamed()
    {
        var chain = AuditRecords.Chain(10);
        chain[4] = chain[4] with { Record = chain[4].Record with { ObjectId = "proj_2" } };
        Assert.StartsWith("Event 5 (audit_log-5) was changed", Walk(chain, null).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void ChangedEvent_HashedAnew_IsNamedByTheNext()
    {
        var chain = AuditRecords.Chain(10);
        var forged = chain[4].Record with { ObjectId = "proj_2" };
        chain[4] = (forged, chain[4].Previous, AuditChain.HashOf(forged, chain[4].Previous));
        var walk = Walk(chain, null);
        Assert.StartsWith("Event 6 (audit_log-6) was not written after event 5 as it is now", walk.Fault, StringComparison.Ordinal);
        Assert.Equal(5, walk.Head.Count);
    }

    [Fact]
    public void RemovedEvent_IsNamed()
    {
        var chain = AuditRecords.Chain(10);
        chain.RemoveAt(4);
        Assert.StartsWith("Event 5 is missing", Walk(chain, null).Fault, StringComparison.Ordinal);
        chain = AuditRecords.Chain(10);
        chain.RemoveAt(0);
        Assert.StartsWith("Event 1 is missing", Walk(chain, null).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void InsertedEvent_IsNamed()
    {
        var chain = AuditRecords.Chain(10);
        var forged = AuditRecords.One(5) with { Id = "forged" };
        chain.Insert(4, (forged, chain[4].Previous, AuditChain.HashOf(forged, chain[4].Previous)));
        Assert.NotNull(Walk(chain, null).Fault);

        // Numbered so that there is no gap: the number is hashed too.
        for (var i = 5; i < chain.Count; i++) chain[i] = chain[i] with { Record = chain[i].Record with { Sequence = i + 1 } };
        Assert.StartsWith("Event 6 (audit_log-5) was changed", Walk(chain, null).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void TruncatedChain_IsFoundByTheEndThatWasKept()
    {
        var kept = Walk(AuditRecords.Chain(10), null).Head;
        var chain = AuditRecords.Chain(7);
        Assert.Null(Walk(chain, null).Fault);
        Assert.StartsWith("Event 8 is missing: the log ends after 7 events, and there were 10", Walk(chain, kept).Fault, StringComparison.Ordinal);
        Assert.NotNull(Walk([], kept).Fault);
    }

    [Fact]
    public void ChainWrittenAnew_IsFoundByTheEndThatWasKept()
    {
        var kept = Walk(AuditRecords.Chain(10), null).Head;
        var (previous, anew) = (AuditChain.Start.ToArray(), new List<(AuditRecord, byte[], byte[])>());
        for (var sequence = 1; sequence <= 12; sequence++)
        {
            var record = AuditRecords.One(sequence) with { ActorId = "key_2" };
            var hash = AuditChain.HashOf(record, previous);
            anew.Add((record, previous, hash));
            previous = hash;
        }

        Assert.Null(Walk(anew, null).Fault);
        Assert.StartsWith("Event 10 (audit_log-10) is not the one whose hash was kept", Walk(anew, kept).Fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7", false)]
    [InlineData("-1:0000000000000000000000000000000000000000000000000000000000000000", false)]
    [InlineData("7:00", false)]
    [InlineData("7:g000000000000000000000000000000000000000000000000000000000000000", false)]
    [InlineData(" 7:A000000000000000000000000000000000000000000000000000000000000000\n", true)]
    public void Head_IsReadAsItIsWritten(string text, bool isOne)
    {
        var head = AuditHead.TryParse(text);
        Assert.Equal(isOne ? text.Trim().ToLowerInvariant() : null, head?.ToString());
    }

    private static AuditWalk Walk(IEnumerable<(AuditRecord Record, byte[] Previous, byte[] Hash)> chain, AuditHead? kept)
    {
        var walk = new AuditWalk(kept);
        Assert.Equal(chain.All(row => walk.Take(row.Record, row.Previous, row.Hash)) && walk.End(), walk.Fault is null);
        return walk;
    }
}
