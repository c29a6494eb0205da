using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dapper;
using Farebox.Contracts;
using Farebox.Contracts.Audit;
using Farebox.Kernel.Limits;
using Farebox.Server.Platform;
using Farebox.Server.Storage;

namespace Farebox.Server.Limits;

/// <summary>What became of a change of limits.</summary>
/// <param name="Row">As it is now, or was before it was taken away; null when there is no such owner, or nothing to take away.</param>
/// <param name="KeyIds">The keys whose calls it concerns; null for too many to name.</param>
internal readonly record struct LimitChange(LimitRow? Row, IReadOnlyList<string>? KeyIds = null);

/// <summary>All SQL about limits; each statement names their owner.</summary>
internal sealed class LimitStore(Database database)
{
    private const string Columns = """
        SELECT organization_id AS OrganizationId, project_id AS ProjectId, key_id AS KeyId, model AS Model, rpm AS Rpm, rpd AS Rpd, tpm AS Tpm,
            tpd AS Tpd, ipm AS Ipm, concurrency AS Concurrency, queue_max_waiting AS QueueMaxWaiting,
            queue_max_wait_seconds AS QueueMaxWaitSeconds
        FROM rate_limits
        """;

    private const string OfOwner = "organization_id = @OrganizationId AND project_id = @ProjectId AND key_id = @KeyId";

    // Outermost first. Lists, because they search by the primary key; no row has a key and no project.
    private const string Applying = $"""
        {Columns}
        WHERE organization_id = @organizationId AND project_id IN ('', @projectId) AND key_id IN ('', @keyId)
        ORDER BY project_id, key_id, model
        """;

    private const string Upsert = """
        INSERT INTO rate_limits (organization_id, project_id, key_id, model, rpm, rpd, tpm, tpd, ipm, concurrency, queue_max_waiting,
            queue_max_wait_seconds)
        VALUES (@OrganizationId, @ProjectId, @KeyId, @Model, @Rpm, @Rpd, @Tpm, @Tpd, @Ipm, @Concurrency, @QueueMaxWaiting,
            @QueueMaxWaitSeconds)
        ON CONFLICT (organization_id, project_id, key_id, model) DO UPDATE SET rpm = @Rpm, rpd = @Rpd, tpm = @Tpm, tpd = @Tpd, ipm = @Ipm,
            concurrency = @Concurrency, queue_max_waiting = @QueueMaxWaiting, queue_max_wait_seconds = @QueueMaxWaitSeconds
        """;

    /// <summary>The plans that a key's calls have to fit, outermost first, inside a read.</summary>
    public static IEnumerable<LimitPlan> ForKey(DbConnection connection, string organizationId, string projectId, string keyId) =>
        connection.Query<LimitRow>(Applying, new { organizationId, projectId, keyId }).Select(row => row.ToPlan());

    /// <summary>Sets a row inside a write.</summary>
    public static void Set(DbConnection connection, AuditTrail trail, LimitRow before, LimitRow row)
    {
        connection.Execute(Upsert, row);
        trail.Add(AuditEntry.Changed(AuditEventTypes.RateLimitUpdated, ObjectOf(row), Shown(before), Shown(row)));
    }

    /// <summary>By model. Null when there is no such project or key.</summary>
    public Task<List<LimitRow>?> ListAsync(LimitOwner owner) => database.ReadAsync(connection => Exists(connection, owner)
        ? connection.Query<LimitRow>($"{Columns} WHERE {OfOwner} ORDER BY model", owner).AsList()
        : null);

    /// <summary>The row of a model, or an empty one; null when there is no such project or key.</summary>
    public Task<LimitRow?> FindAsync(LimitOwner owner, string model) => database.ReadAsync(connection =>
        Exists(connection, owner) ? Find(connection, owner, model) ?? Empty(owner, model) : null);

    /// <summary>Changes the row of a model as decided from the present one, in one transaction.</summary>
    /// <param name="decide">Null to leave it.</param>
    public Task<LimitChange> ChangeAsync(LimitOwner owner, string model, Actor actor, Func<LimitRow, LimitRow?> decide) =>
        database.WriteAsync(actor, (connection, trail) =>
        {
            if (!Exists(connection, owner)) return default;
            var before = Find(connection, owner, model) ?? Empty(owner, model);
            if (decide(before) is not { } row) return default;
            Set(connection, trail, before, row);
            return new LimitChange(row, KeysOf(connection, owner));
        });

    /// <summary>Takes a row away.</summary>
    public Task<LimitChange> DeleteAsync(LimitOwner owner, string model, Actor actor) => database.WriteAsync(actor, (connection, trail) =>
    {
        if (Find(connection, owner, model) is not { } row) return default;
        connection.Execute(
            $"DELETE FROM rate_limits WHERE {OfOwner} AND model = @model", new { model, owner.OrganizationId, owner.ProjectId, owner.KeyId });
        trail.Add(AuditEntry.Removed(AuditEventTypes.RateLimitDeleted, ObjectOf(row), Shown(row)));
        return new LimitChange(row, KeysOf(connection, owner));
    });

    private static AuditObject ObjectOf(LimitRow row) =>
        new(LimitRow.IdPrefix + row.Model, row.OrganizationId, row.ProjectId.Length > 0 ? row.ProjectId : null);

    // One id stands for the limits of many owners on a model: the key says whose they are.
    private static JsonObject Shown(LimitRow row)
    {
        var shown = JsonSerializer.SerializeToNode(row.ToContract(), FareboxJson.Options)!.AsObject();
        if (row.KeyId.Length > 0) shown["key_id"] = row.KeyId;
        return shown;
    }

    private static LimitRow? Find(DbConnection connection, LimitOwner owner, string model) => connection.QuerySingleOrDefault<LimitRow>(
        $"{Columns} WHERE {OfOwner} AND model = @model", new { model, owner.OrganizationId, owner.ProjectId, owner.KeyId });

    private static LimitRow Empty(LimitOwner owner, string model) =>
        new() { OrganizationId = owner.OrganizationId, ProjectId = owner.ProjectId, KeyId = owner.KeyId, Model = model };

    private static bool Exists(DbConnection connection, LimitOwner owner) =>
        OwnedKeysStore.Exists(connection, owner.OrganizationId, owner.ProjectId, owner.KeyId);

    // In the same transaction: a key that is made later reads the limits as they are after it.
    private static List<string>? KeysOf(DbConnection connection, LimitOwner owner) =>
        OwnedKeysStore.KeysOf(connection, owner.OrganizationId, owner.ProjectId, owner.KeyId);
}
