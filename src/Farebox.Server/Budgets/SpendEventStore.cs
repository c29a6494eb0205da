using Dapper;
using Farebox.Server.Platform;
using Farebox.Server.Storage;

namespace Farebox.Server.Budgets;

/// <summary>All SQL about events; each statement names the organization that they belong to.</summary>
internal sealed class SpendEventStore(Database database)
{
    // Above every id: they are ASCII.
    private const string LastId = "~";

    private const string Columns = """
        SELECT organization_id AS OrganizationId, id AS Id, once AS Once, budget_id AS BudgetId, level AS Level, project_id AS ProjectId,
            key_id AS KeyId, token_id AS TokenId, unit AS Unit, period AS Period, percent AS Percent, max_amount AS MaxAmount,
            amount AS Amount, created_at AS CreatedAt
        FROM spend_events
        """;

    /// <summary>False when there is an event of the same occasion already.</summary>
    public Task<bool> AddAsync(SpendEventRow row) => database.UpkeepAsync(connection => connection.Execute("""
        INSERT INTO spend_events (organization_id, id, once, budget_id, level, project_id, key_id, token_id, unit, period, percent,
            max_amount, amount, created_at)
        VALUES (@OrganizationId, @Id, @Once, @BudgetId, @Level, @ProjectId, @KeyId, @TokenId, @Unit, @Period, @Percent, @MaxAmount,
            @Amount, @CreatedAt)
        ON CONFLICT (organization_id, once) DO NOTHING
        """, row) == 1);

    /// <summary>Newest first; one row more than the page holds when there are more.</summary>
    /// <param name="projectId">Only those about this project and what is in it; null for all.</param>
    public Task<List<SpendEventRow>> ListAsync(string organizationId, string? projectId, PageRequest page) =>
        database.ReadAsync(connection => connection.Query<SpendEventRow>($"""
            {Columns}
            WHERE organization_id = @organizationId AND id < @after AND (@projectId IS NULL OR project_id = @projectId)
            ORDER BY id DESC LIMIT @Limit + 1
            """, new { organizationId, projectId, after = page.After ?? LastId, page.Limit }).AsList());
}
