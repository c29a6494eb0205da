using Farebox.Kernel.Audit;

namespace Farebox.Kernel.Tests.Audit;

/// <summary>Events for tests.</summary>
internal static class AuditRecords
{
    public static AuditRecord One(long sequence = 1) => new()
    {
        Sequence = sequence, Id = $"audit_log-{sequence}", At = 1_780_000_000_000, OrganizationId = "org_1", ActorKind = "admin_key",
        ActorId = "key_1", ActorMasked = "sk-fba…wxyz", Address = "127.0.0.1", UserAgent = "Prüfer/1.0", RequestId = "req_1",
        Type = "project.created", ObjectId = "proj_1", Details = """{"data":{"name":"web"}}""",
    };

    /// <summary>So many events as a store holds them.</summary>
    public static List<(AuditRecord Record, byte[] Previous, byte[] Hash)> Chain(int count)
    {
        var chain = new List<(AuditRecord, byte[], byte[])>();
        var previous = AuditChain.Start.ToArray();
        for (var sequence = 1; sequence <= count; sequence++)
        {
            var record = One(sequence);
            var hash = AuditChain.HashOf(record, previous);
            chain.Add((record, previous, hash));
            previous = hash;
        }

        return chain;
    }
}
