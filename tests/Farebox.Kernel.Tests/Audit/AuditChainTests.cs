using Farebox.Kernel.Audit;

namespace Farebox.Kernel.Tests.Audit;

public sealed class AuditChainTests
{
    [Fact]
    public void Hash_IsThatOfTheFormInTheDocs() => // Computed by another program, after docs/internals/audit.md.
        Assert.Equal(
            "632396fc0195b0fb7c014d3d6674b537e814eeed9e26ea8a9ea7ad61e9f65aaa",
            Convert.ToHexStringLower(AuditChain.HashOf(AuditRecords.One(), AuditChain.Start)));

    [Fact]
    public void Hash_DependsOnEveryValue()
    {
        var one = AuditRecords.One();
        AuditRecord[] others =
        [
            one, one with { Sequence = 2 }, one with { Id = "x" }, one with { At = 1 }, one with { OrganizationId = null }, one with { ProjectId = "x" },
            one with { ActorKind = "x" }, one with { ActorId = "x" }, one with { ActorTokenId = "x" }, one with { ActorMasked = "x" },
            one with { Address = "x" }, one with { UserAgent = "x" }, one with { RequestId = "x" }, one with { Type = "x" },
            one with { ObjectId = "x" }, one with { Details = "{}" },
        ];
        Assert.Equal(typeof(AuditRecord).GetProperties().Length + 1, others.Length);
        Assert.Equal(others.Length, others.Select(other => Convert.ToHexString(AuditChain.HashOf(other, AuditChain.Start))).Distinct().Count());
    }

    [Fact]
    public void Hash_DependsOnTheOneBefore() =>
        Assert.NotEqual(AuditChain.HashOf(AuditRecords.One(), AuditChain.Start), AuditChain.HashOf(AuditRecords.One(), new byte[AuditChain.HashLength - 1].Append((byte)1).ToArray()));

    [Fact]
    public void Hash_TellsEmptyFromNull_AndWhereOneValueEnds()
    {
        var one = AuditRecords.One();
        AuditRecord[] others =
        [
            one with { Address = null }, one with { Address = "" }, one with { Address = "~" },
            one with { ActorId = "ab", ActorTokenId = "c" }, one with { ActorId = "a", ActorTokenId = "bc" },
            one with { ActorId = "a\n2:bc", ActorTokenId = null }, one with { ActorId = "a", ActorTokenId = "bc\n~" },
        ];
        Assert.Equal(others.Length, others.Select(other => Convert.ToHexString(AuditChain.HashOf(other, AuditChain.Start))).Distinct().Count());
    }
}
