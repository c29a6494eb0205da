using System.Data.Common;
using Dapper;
using Farebox.Server.Storage;

namespace Farebox.Server.Billing;

/// <summary>All SQL about top-ups.</summary>
internal sealed class TopUpStore(Database database)
{
    private const string Columns = """
        SELECT transfer_id AS TransferId, organization_id AS OrganizationId, source AS Source, reference AS Reference, amount_nano AS AmountNano,
            note AS Note, created_by AS CreatedBy, created_at AS CreatedAt
        FROM top_ups
        """;

    /// <summary>False when the organization was credited for this reference before.</summary>
    public static bool Add(DbConnection connection, TopUpRow row) => connection.Execute(
        """
        INSERT INTO top_ups (transfer_id, organization_id, source, reference, amount_nano, note, created_by, created_at)
        VALUES (@TransferId, @OrganizationId, @Source, @Reference, @AmountNano, @Note, @CreatedBy, @CreatedAt)
        ON CONFLICT (organization_id, source, reference) WHERE reference IS NOT NULL DO NOTHING
        """,
        row) == 1;

    /// <summary>What credited the organization for a reference, or null.</summary>
    public Task<TopUpRow?> FindAsync(string organizationId, string source, string reference) => database.ReadAsync(connection =>
        connection.QuerySingleOrDefault<TopUpRow>(
            $"{Columns} WHERE organization_id = @organizationId AND source = @source AND reference = @reference",
            new { organizationId, source, reference }));

    /// <summary>Those of an organization, by the ids of their transfers.</summary>
    public Task<List<TopUpRow>> FindAsync(string organizationId, IReadOnlyList<byte[]> transferIds) => database.ReadAsync(connection =>
        connection.Query<TopUpRow>(
            $"{Columns} WHERE organization_id = @organizationId AND transfer_id IN @transferIds", new { organizationId, transferIds }).AsList());
}
