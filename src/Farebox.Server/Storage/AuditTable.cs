using Farebox.Kernel.Audit;
using Farebox.Server.Platform;

namespace Farebox.Server.Storage;

/// <summary>
/// Appends to the audit log, on the writer's thread and in the transaction of the write that an event is about. The hash before it is read
/// from the store each time: nothing has to be undone in memory when a batch is.
/// </summary>
internal sealed class AuditTable(TimeProvider clock)
{
    private const string LastSql = "SELECT sequence, hash FROM audit_events ORDER BY sequence DESC LIMIT 1";

    private const string InsertSql = """
        INSERT INTO audit_events (sequence, id, at, organization_id, project_id, actor_kind, actor_id, actor_token_id, actor_masked, address,
            user_agent, request_id, type, object_id, details, previous_hash, hash)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """;

    private readonly IdSource _ids = new(clock);

    /// <summary>Appends one event.</summary>
    public void Append(StoreConnection store, Actor actor, AuditEntry entry)
    {
        var (last, previousHash) = ReadLast(store);
        var record = new AuditRecord
        {
            Sequence = last + 1,
            Id = _ids.Next("audit_log-"),
            At = clock.GetUtcNow().ToUnixTimeMilliseconds(),
            OrganizationId = entry.Object.OrganizationId,
            ProjectId = entry.Object.ProjectId,
            ActorKind = actor.Kind,
            ActorId = actor.UserId ?? actor.KeyId,
            ActorTokenId = actor.TokenId,
            ActorMasked = actor.Masked,
            Address = actor.Address,
            UserAgent = actor.UserAgent,
            RequestId = actor.RequestId,
            Type = entry.Type,
            ObjectId = entry.Object.Id,
            Details = entry.Details,
        };
        store.Statement(InsertSql)
            .Bind(record.Sequence).Bind(record.Id).Bind(record.At).Bind(record.OrganizationId).Bind(record.ProjectId)
            .Bind(record.ActorKind).Bind(record.ActorId).Bind(record.ActorTokenId).Bind(record.ActorMasked).Bind(record.Address)
            .Bind(record.UserAgent).Bind(record.RequestId).Bind(record.Type).Bind(record.ObjectId).Bind(record.Details)
            .Bind(previousHash).Bind(AuditChain.HashOf(record, previousHash))
            .Run();
    }

    private static (long Sequence, byte[] Hash) ReadLast(StoreConnection store)
    {
        var statement = store.Statement(LastSql);
        try
        {
            return statement.Read() ? (statement.Int64(0), statement.Blob(1)) : (0, AuditChain.Start.ToArray());
        }
        finally
        {
            statement.Reset();
        }
    }
}
