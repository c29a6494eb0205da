using System.Data.Common;
using Dapper;
using Farebox.Contracts.Audit;
using Farebox.Server.Platform;
using Farebox.Server.Storage;

namespace Farebox.Server.Limits;

/// <summary>All SQL about what operators decided about organizations' tiers.</summary>
internal sealed class TierStore(Database database)
{
    /// <summary>Null when nothing was decided; inside a read.</summary>
    public static TierRow? Find(DbConnection connection, string organizationId) => connection.QuerySingleOrDefault<TierRow>("""
        SELECT organization_id AS OrganizationId, tier AS Tier, rpm AS Rpm, rpd AS Rpd, tpm AS Tpm, tpd AS Tpd, ipm AS Ipm,
            concurrency AS Concurrency
        FROM organization_tiers WHERE organization_id = @organizationId
        """, new { organizationId });

    /// <summary>Whether there is such an organization, and what was decided about it.</summary>
    public Task<(bool Exists, TierRow? Row)> FindAsync(string organizationId) =>
        database.ReadAsync(connection => (Exists(connection, organizationId), Find(connection, organizationId)));

    /// <summary>False when there is no such organization.</summary>
    public Task<bool> SetAsync(TierRow row, Actor actor) => database.WriteAsync(actor, (connection, trail) =>
    {
        if (!Exists(connection, row.OrganizationId)) return false;
        var before = Find(connection, row.OrganizationId) ?? new TierRow { OrganizationId = row.OrganizationId };
        connection.Execute("""
            INSERT INTO organization_tiers (organization_id, tier, rpm, rpd, tpm, tpd, ipm, concurrency)
            VALUES (@OrganizationId, @Tier, @Rpm, @Rpd, @Tpm, @Tpd, @Ipm, @Concurrency)
            ON CONFLICT (organization_id) DO UPDATE SET tier = @Tier, rpm = @Rpm, rpd = @Rpd, tpm = @Tpm, tpd = @Tpd, ipm = @Ipm,
                concurrency = @Concurrency
            """, row);
        trail.Add(AuditEntry.Changed(AuditEventTypes.TierUpdated, ObjectOf(row), Shown(before), Shown(row)));
        return true;
    });

    /// <summary>False when there is no such organization.</summary>
    public Task<bool> ClearAsync(string organizationId, Actor actor) => database.WriteAsync(actor, (connection, trail) =>
    {
        if (Find(connection, organizationId) is not { } row) return Exists(connection, organizationId);
        connection.Execute("DELETE FROM organization_tiers WHERE organization_id = @organizationId", new { organizationId });
        trail.Add(AuditEntry.Removed(AuditEventTypes.TierDeleted, ObjectOf(row), Shown(row)));
        return true;
    });

    private static AuditObject ObjectOf(TierRow row) => new(row.OrganizationId, row.OrganizationId, null);

    private static object Shown(TierRow row) => new { row.Tier, row.Rpm, row.Rpd, row.Tpm, row.Tpd, row.Ipm, row.Concurrency };

    private static bool Exists(DbConnection connection, string organizationId) => connection.ExecuteScalar<bool>(
        "SELECT EXISTS (SELECT 1 FROM organizations WHERE id = @organizationId)", new { organizationId });
}
