using System.Data.Common;
using Dapper;
using Farebox.Contracts.Audit;
using Farebox.Kernel.Ledger;
using Farebox.Server.Platform;
using Farebox.Server.Storage;

namespace Farebox.Server.Budgets;

/// <summary>All SQL about budgets; each statement names their owner.</summary>
internal sealed class BudgetStore(Database database)
{
    private const string Columns = """
        SELECT id AS Id, organization_id AS OrganizationId, project_id AS ProjectId, key_id AS KeyId, unit AS Unit, period AS Period,
            max_amount AS MaxAmount, created_at AS CreatedAt
        FROM budgets
        """;

    private const string OfOwner = "organization_id = @OrganizationId AND project_id = @ProjectId AND key_id = @KeyId";

    // Outermost first. Lists, because they search by the whole primary key; no row has a key and no project.
    private const string Applying = $"""
        {Columns}
        WHERE organization_id = @organizationId AND project_id IN ('', @projectId) AND key_id IN ('', @keyId)
        ORDER BY project_id, key_id, unit, period
        """;

    /// <summary>The budgets that a key's calls have to fit, outermost first, inside a read.</summary>
    public static IEnumerable<Budget> ForKey(DbConnection connection, string organizationId, string projectId, string keyId) =>
        connection.Query<BudgetRow>(Applying, new { organizationId, projectId, keyId }).Select(row => row.ToBudget());

    /// <summary>Null when there is no such project or key.</summary>
    public Task<List<BudgetRow>?> ListAsync(BudgetOwner owner) => database.ReadAsync(connection => Exists(connection, owner)
        ? connection.Query<BudgetRow>($"{Columns} WHERE {OfOwner} ORDER BY unit, period", owner).AsList()
        : null);

    /// <summary>Null when the owner has none of this id.</summary>
    public Task<BudgetRow?> FindAsync(BudgetOwner owner, string id) => database.ReadAsync(connection => Find(connection, owner, id));

    /// <summary>Null when the owner has none of this unit and period.</summary>
    public Task<BudgetRow?> FindAsync(BudgetOwner owner, LedgerUnit unit, BudgetPeriod period) =>
        database.ReadAsync(connection => Find(connection, owner, (long)unit, (long)period));

    /// <summary>Adds a row, unless the owner has one of its unit and period.</summary>
    /// <param name="replace">Whether such a one gets the new limit instead.</param>
    public Task<BudgetChange> AddAsync(BudgetRow row, Actor actor, bool replace = false) => database.WriteAsync(actor, (connection, trail) =>
    {
        var owner = new BudgetOwner(row.OrganizationId, row.ProjectId, row.KeyId);
        if (!Exists(connection, owner)) return new BudgetChange(BudgetOutcome.OwnerMissing);
        if (Find(connection, owner, row.Unit, row.Period) is { } held)
            return replace ? Update(connection, trail, owner, held.Id, row.MaxAmount) : new BudgetChange(BudgetOutcome.Taken, held);
        connection.Execute("""
            INSERT INTO budgets (id, organization_id, project_id, key_id, unit, period, max_amount, created_at)
            VALUES (@Id, @OrganizationId, @ProjectId, @KeyId, @Unit, @Period, @MaxAmount, @CreatedAt)
            """, row);
        trail.Add(AuditEntry.Created(AuditEventTypes.BudgetCreated, ObjectOf(row), Shown(row)));
        return new BudgetChange(BudgetOutcome.Done, row, KeysOf(connection, owner));
    });

    /// <summary>Changes a limit.</summary>
    public Task<BudgetChange> UpdateAsync(BudgetOwner owner, string id, long maxAmount, Actor actor) =>
        database.WriteAsync(actor, (connection, trail) => Update(connection, trail, owner, id, maxAmount));

    /// <summary>Deletes a row. What was spent stays in the ledger.</summary>
    public Task<BudgetChange> DeleteAsync(BudgetOwner owner, string id, Actor actor) => database.WriteAsync(actor, (connection, trail) =>
    {
        if (Find(connection, owner, id) is not { } row) return new BudgetChange(BudgetOutcome.Missing);
        connection.Execute(
            $"DELETE FROM budgets WHERE id = @id AND {OfOwner}", new { id, owner.OrganizationId, owner.ProjectId, owner.KeyId });
        trail.Add(AuditEntry.Removed(AuditEventTypes.BudgetDeleted, ObjectOf(row), Shown(row)));
        return new BudgetChange(BudgetOutcome.Done, row, KeysOf(connection, owner));
    });

    private static BudgetChange Update(DbConnection connection, AuditTrail trail, BudgetOwner owner, string id, long maxAmount)
    {
        if (Find(connection, owner, id) is not { } before) return new BudgetChange(BudgetOutcome.Missing);
        connection.Execute(
            $"UPDATE budgets SET max_amount = @maxAmount WHERE id = @id AND {OfOwner}",
            new { id, maxAmount, owner.OrganizationId, owner.ProjectId, owner.KeyId });
        var row = before with { MaxAmount = maxAmount };
        trail.Add(AuditEntry.Changed(AuditEventTypes.BudgetUpdated, ObjectOf(row), Shown(before), Shown(row)));
        return new BudgetChange(BudgetOutcome.Done, row, KeysOf(connection, owner));
    }

    private static AuditObject ObjectOf(BudgetRow row) => new(row.Id, row.OrganizationId, row.ToBudget().ProjectId);

    // Its limit and whose it is; how much of it is spent is the ledger's to say.
    private static object Shown(BudgetRow row)
    {
        var budget = row.ToBudget();
        return new
        {
            Level = BudgetWords.Of(budget.Level), budget.ProjectId, budget.KeyId, Unit = BudgetWords.Of(budget.Unit),
            Period = BudgetWords.Of(budget.Period), Limit = budget.Text(budget.Limit),
        };
    }

    private static BudgetRow? Find(DbConnection connection, BudgetOwner owner, string id) => connection.QuerySingleOrDefault<BudgetRow>(
        $"{Columns} WHERE id = @id AND {OfOwner}", new { id, owner.OrganizationId, owner.ProjectId, owner.KeyId });

    private static BudgetRow? Find(DbConnection connection, BudgetOwner owner, long unit, long period) =>
        connection.QuerySingleOrDefault<BudgetRow>(
            $"{Columns} WHERE {OfOwner} AND unit = @unit AND period = @period",
            new { unit, period, owner.OrganizationId, owner.ProjectId, owner.KeyId });

    private static bool Exists(DbConnection connection, BudgetOwner owner) =>
        OwnedKeysStore.Exists(connection, owner.OrganizationId, owner.ProjectId, owner.KeyId);

    // In the same transaction: a key that is made later reads the budgets as they are after it.
    private static List<string>? KeysOf(DbConnection connection, BudgetOwner owner) =>
        OwnedKeysStore.KeysOf(connection, owner.OrganizationId, owner.ProjectId, owner.KeyId);
}
